package io.trunkline.server.internal.topic;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class TopicTrieTest {
    private static final String[] NAMES = {"a", "b", "c"};

    @ParameterizedTest
    @CsvSource({
        "a.b,a.b,true",
        "a.b,a.c,false",
        "a.b,a,false",
        "a.b,a.b.c,false",
        "a.+,a.b,true",
        "a.+,a,false",
        "a.+,a.b.c,false",
        "+,a,true",
        "+.b,a.b,true",
        "+.+.+.+.+,a.b.c.d.e,true",
        "#,a,true",
        "#,a.b.c.d.e,true",
        "a.#,a,true",
        "a.#,a.b.c,true",
        "a.#,b,false",
        "a.+.#,a,false",
        "a.+.#,a.b,true",
        "a.+.#,a.b.c.d,true"
    })
    void patternMatchesAsTheWireSays(String pattern, String topic, boolean matches) {
        TopicTrie<String> trie = new TopicTrie<>();
        trie.add(pattern, "v");
        assertThat(found(trie, topic)).isEqualTo(matches ? List.of("v") : List.of());
    }

    @Test
    void equalValueUnderOnePatternIsHeldOnce() {
        TopicTrie<String> trie = new TopicTrie<>();
        assertThat(trie.add("a.b", "v")).isTrue();
        assertThat(trie.add("a.b", "v")).isFalse();
        assertThat(found(trie, "a.b")).containsExactly("v");
    }

    @Test
    void valueUnderTwoMatchingPatternsIsGivenForEach() {
        TopicTrie<String> trie = new TopicTrie<>();
        trie.add("a.b", "v");
        trie.add("a.#", "v");
        assertThat(found(trie, "a.b")).containsExactly("v", "v");
    }

    @Test
    void removingTheLastValueLeavesNoNode() {
        TopicTrie<String> trie = new TopicTrie<>();
        trie.add("a.b.c", "v");
        trie.add("a.#", "w");
        assertThat(trie.remove("a.b.c", "w")).isFalse();
        assertThat(trie.remove("a.b.c", "v")).isTrue();
        assertThat(trie.isEmpty()).isFalse();
        assertThat(trie.remove("a.#", "w")).isTrue();
        assertThat(trie.isEmpty()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void agreesWithAModelThatTriesEveryPattern(long seed) {
        Random random = new Random(seed);
        TopicTrie<Integer> trie = new TopicTrie<>();
        Map<String, Set<Integer>> model = new HashMap<>();
        for (int step = 0; step < 2_000; step++) {
            String pattern = randomPattern(random);
            int value = random.nextInt(4);
            String at = "seed " + seed + " step " + step + " pattern " + pattern;
            if (random.nextInt(3) > 0) {
                boolean added =
                        model.computeIfAbsent(pattern, p -> new HashSet<>()).add(value);
                assertThat(trie.add(pattern, value)).as(at).isEqualTo(added);
            } else {
                boolean removed = model.getOrDefault(pattern, new HashSet<>()).remove(value);
                assertThat(trie.remove(pattern, value)).as(at).isEqualTo(removed);
            }
            String topic = randomTopic(random);
            assertThat(found(trie, topic))
                    .as(at + " topic " + topic)
                    .containsExactlyInAnyOrderElementsOf(expected(model, topic));
        }
        model.forEach((pattern, values) -> values.forEach(value -> trie.remove(pattern, value)));
        assertThat(trie.isEmpty()).as("seed " + seed).isTrue();
    }

    private static List<Integer> expected(Map<String, Set<Integer>> model, String topic) {
        List<Integer> expected = new ArrayList<>();
        model.forEach((pattern, values) -> {
            if (matches(pattern.split("\\."), 0, topic.split("\\."), 0)) {
                expected.addAll(values);
            }
        });
        return expected;
    }

    private static boolean matches(String[] pattern, int p, String[] topic, int t) {
        if (p == pattern.length) {
            return t == topic.length;
        }
        if (pattern[p].equals("#")) {
            return true;
        }
        return t < topic.length
                && (pattern[p].equals("+") || pattern[p].equals(topic[t]))
                && matches(pattern, p + 1, topic, t + 1);
    }

    private static String randomTopic(Random random) {
        List<String> levels = new ArrayList<>();
        int count = 1 + random.nextInt(5);
        for (int i = 0; i < count; i++) {
            levels.add(NAMES[random.nextInt(NAMES.length)]);
        }
        return String.join(".", levels);
    }

    private static String randomPattern(Random random) {
        String[] levels = randomTopic(random).split("\\.");
        for (int i = 0; i < levels.length; i++) {
            if (random.nextInt(4) == 0) {
                levels[i] = "+";
            }
        }
        if (random.nextInt(4) == 0) {
            levels[levels.length - 1] = "#";
        }
        return String.join(".", levels);
    }

    private static <V> List<V> found(TopicTrie<V> trie, String topic) {
        List<V> found = new ArrayList<>();
        trie.match(List.of(topic.split("\\.")), found::add);
        return found;
    }
}
