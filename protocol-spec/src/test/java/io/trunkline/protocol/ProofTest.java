package io.trunkline.protocol;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/** Every requirement is proved by a vector or a conformance case, and nothing is proved that is not required. */
class ProofTest {

    private final Specification specification = Specification.load();
    private final Set<String> byVector = proved(Documents.vectorCases());
    private final Set<String> byCase = proved(Documents.conformanceCases());

    @Test
    void everyRequirementHasAVectorOrAConformanceCase() {
        assertThat(without(id -> byVector.contains(id) || byCase.contains(id), requirement -> true))
                .isEmpty();
    }

    @Test
    void everyByteLevelRequirementHasAVector() {
        assertThat(without(byVector::contains, Requirement::needsVector)).isEmpty();
    }

    @Test
    void everyRequirementMarkedAsBehaviourHasAConformanceCase() {
        assertThat(without(byCase::contains, Requirement::behaviour)).isEmpty();
    }

    @Test
    void nothingIsProvedThatIsNotRequired() {
        List<String> ids = specification.requirementIds();
        assertThat(Stream.concat(byVector.stream(), byCase.stream()).filter(id -> !ids.contains(id)))
                .isEmpty();
    }

    @ParameterizedTest
    @MethodSource("documents")
    void everySectionThatIsCitedExists(String file) {
        List<String> sections = specification.sections();
        assertThat(Documents.sections(file)).isNotEmpty();
        assertThat(Documents.sections(file).entrySet().stream().filter(cited -> !sections.contains(cited.getValue())))
                .isEmpty();
    }

    @Test
    void idsOfCasesAreUnique() {
        Stream<JsonNode> cases = Stream.concat(Documents.conformanceCases().stream(), Documents.vectorCases().stream());
        assertThat(cases.map(entry -> entry.get("id").asString())).isNotEmpty().doesNotHaveDuplicates();
    }

    static Stream<String> documents() {
        return Stream.concat(Stream.of("registry.json", "conformance.json"), Resources.vectorFiles().stream());
    }

    private List<String> without(Predicate<String> proof, Predicate<Requirement> needed) {
        List<Requirement> concerned =
                specification.requirements().stream().filter(needed).toList();
        assertThat(concerned).isNotEmpty();
        return concerned.stream()
                .filter(requirement -> !proof.test(requirement.id()))
                .map(Requirement::place)
                .toList();
    }

    private static Set<String> proved(List<JsonNode> cases) {
        Set<String> ids = new TreeSet<>();
        cases.forEach(entry -> ids.addAll(Documents.strings(entry.get("proves"))));
        return ids;
    }
}
