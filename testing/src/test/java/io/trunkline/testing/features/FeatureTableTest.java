package io.trunkline.testing.features;

import io.trunkline.testing.features.FeatureTable.Row;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * {@code docs/features.md} is what the tests' tags say, and every feature of what is built has a test.
 *
 * <p>{@code mvn -Pquick -pl testing -am test -Dtest=FeatureTableTest -Dsurefire.failIfNoSpecifiedTests=false
 * -Dfeatures.write=true} writes the table anew.
 */
final class FeatureTableTest {
    private static final Path PROJECT = Path.of("..");
    private static final Path TABLE = PROJECT.resolve("docs/features.md");
    private static final int FEATURES = 252;

    /** Parts that are not built yet: the one place where a feature may be without a test. */
    private static final Set<String> NOT_BUILT = Set.of("client", "pool", "testing", "cli", "docs");

    private final SortedMap<Integer, SortedSet<String>> tests = TaggedTests.in(PROJECT);
    private final FeatureTable table = new FeatureTable(Files.readAllLines(TABLE));

    FeatureTableTest() throws IOException {
        if (Boolean.getBoolean("features.write")) {
            Files.writeString(TABLE, table.shownBy(tests).text());
        }
    }

    @Test
    void tableNamesEveryFeatureOnce() {
        assertThat(table.rows())
                .extracting(Row::number)
                .containsExactlyElementsOf(
                        IntStream.rangeClosed(1, FEATURES).boxed().toList());
    }

    @Test
    void tableSaysWhatTheTagsSay() throws IOException {
        assertThat(Files.readString(TABLE)).isEqualTo(table.shownBy(tests).text());
    }

    @Test
    void everyTagNamesAFeature() {
        assertThat(tests.keySet()).allMatch(feature -> feature >= 1 && feature <= FEATURES);
    }

    @Test
    void everyFeatureOfWhatIsBuiltHasATest() {
        assertThat(table.shownBy(tests).rows())
                .filteredOn(row -> !NOT_BUILT.contains(row.area()))
                .filteredOn(Row::isOpen)
                .as("features without a test")
                .isEmpty();
    }

    @Test
    void tagsAreFoundOnTypesAndMethods() {
        TaggedTests found = TaggedTests.none();
        found.read("""
                @Shows("7")
                final class SomeTest {
                    @Test
                    @Shows("8")
                    @Shows("9")
                    void works() throws Exception {
                        helper("x");
                    }

                    @ParameterizedTest
                    @Shows("8")
                    void worksTwice(int many) {}
                }
                """.replace("@Shows(\"", "@Tag(\"feature-").lines().toList());

        assertThat(found.found())
                .isEqualTo(Map.of(
                        7, set("SomeTest"), 8, set("SomeTest.works", "SomeTest.worksTwice"), 9, set("SomeTest.works")));
    }

    private static Set<String> set(String... names) {
        return IntStream.range(0, names.length).mapToObj(i -> names[i]).collect(Collectors.toCollection(TreeSet::new));
    }
}
