package io.trunkline.protocol;

import java.nio.file.Files;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The form of the specification: ids, key words, references. */
class SpecificationTest {

    private static final Pattern MUST = Pattern.compile("\\b(MUST)\\b");
    private static final Pattern OTHER_ABSOLUTES = Pattern.compile("\\b(SHALL|REQUIRED)\\b");
    private static final Pattern ID = Pattern.compile(
            "\\b(" + "(?:GEN|RAW|LEN|ENV|LINE|TYP|MUX|JSL|FILE|MED|STR|HDR|BRK|APP|LIM|ERR|SEC)-[0-9]+)\\b");
    private static final Pattern SECTION_REFERENCE = Pattern.compile("§([0-9]+(?:\\.[0-9]+)*)");
    private static final Pattern ANCHOR_LINK = Pattern.compile("]\\(#([^)]+)\\)");
    private static final Pattern FILE_LINK = Pattern.compile("]\\(([^)#]+)\\)");

    private final String text = Resources.text("SPEC.md");
    private final Specification specification = Specification.load();

    @Test
    void requirementIdsAreUnique() {
        assertThat(specification.requirementIds()).isNotEmpty().doesNotHaveDuplicates();
    }

    @Test
    void everyRequirementSaysMustOnceAndInItsFirstSentence() {
        Stream<String> faults = specification.requirements().stream()
                .filter(requirement -> Texts.all(MUST, requirement.text()).size() != 1
                        || Texts.all(MUST, requirement.firstSentence()).isEmpty())
                .map(Requirement::place);
        assertThat(faults).isEmpty();
    }

    @Test
    void noMustStandsWithoutAnId() {
        Stream<String> faults = specification.blocks().stream()
                .filter(block -> !block.isRequirement())
                .filter(block -> !Texts.all(MUST, block.text()).isEmpty())
                .map(Specification.Block::place);
        assertThat(faults).isEmpty();
    }

    @Test
    void mustIsTheOnlyAbsoluteKeyWord() {
        Stream<String> faults = specification.blocks().stream()
                .filter(block -> !Texts.all(OTHER_ABSOLUTES, block.text()).isEmpty())
                .map(Specification.Block::place);
        assertThat(faults).isEmpty();
    }

    @Test
    void requirementsThatAreCitedExist() {
        assertThat(missing(Texts.all(ID, text), specification.requirementIds())).isEmpty();
    }

    @Test
    void sectionsThatAreCitedExistAndSectionsAreUnique() {
        assertThat(specification.sections()).doesNotHaveDuplicates();
        assertThat(missing(Texts.all(SECTION_REFERENCE, text), specification.sections()))
                .isEmpty();
    }

    @Test
    void linksResolve() {
        List<String> files = Texts.all(FILE_LINK, text);
        assertThat(files).isNotEmpty();
        assertThat(missing(Texts.all(ANCHOR_LINK, text), specification.anchors()))
                .isEmpty();
        assertThat(files.stream().filter(file -> !Files.isRegularFile(Resources.path(file))))
                .isEmpty();
    }

    private static Stream<String> missing(List<String> cited, List<String> known) {
        return cited.stream().filter(name -> !known.contains(name));
    }
}
