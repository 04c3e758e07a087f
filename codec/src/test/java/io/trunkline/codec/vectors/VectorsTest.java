package io.trunkline.codec.vectors;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

/**
 * Proves the codec against the specification's vectors, whose bytes were not made by this codec.
 *
 * <p>A file whose format has no adapter, and a kind that its adapter does not know, fail: nothing is skipped.
 */
class VectorsTest {
    private static final int LEAST = 300;

    private final List<VectorFile> files = VectorFiles.all();

    @TestFactory
    Stream<DynamicNode> everyVectorHolds() {
        return files.stream()
                .map(file -> DynamicContainer.dynamicContainer(
                        file.name(), file.cases().stream().map(vector -> test(file, vector))));
    }

    private static DynamicTest test(VectorFile file, VectorCase vector) {
        return DynamicTest.dynamicTest(vector.toString(), () -> check(file, vector));
    }

    private static void check(VectorFile file, VectorCase vector) {
        VectorAdapter adapter = Adapters.of(file.format());
        if (!adapter.kinds().contains(vector.kind())) {
            fail("no way to run kind '%s' of format '%s'", vector.kind(), file.format());
        }
        try {
            adapter.check(vector);
        } catch (AssertionError e) {
            throw new AssertionError(vector + "\n" + e.getMessage(), e);
        }
    }

    @Test
    void everyFormatHasAnAdapterAndEveryAdapterAFile() {
        assertThat(files.stream().map(VectorFile::format).collect(Collectors.toSet()))
                .isEqualTo(Adapters.formats());
    }

    @Test
    void everyCaseHasAnIdOfItsOwn() {
        Set<String> ids = new HashSet<>();
        for (VectorFile file : files) {
            for (VectorCase vector : file.cases()) {
                assertThat(ids.add(vector.id())).as(vector.toString()).isTrue();
            }
        }
    }

    @Test
    void thereAreEnoughOfThem() {
        Map<String, Integer> counts = new TreeMap<>();
        files.forEach(file -> counts.merge(file.format(), file.cases().size(), Integer::sum));
        int total = counts.values().stream().mapToInt(Integer::intValue).sum();
        System.out.println("vectors: " + total + " cases in " + files.size() + " files " + counts);
        assertThat(total).isGreaterThanOrEqualTo(LEAST);
    }
}
