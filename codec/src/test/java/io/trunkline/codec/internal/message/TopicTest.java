package io.trunkline.codec.internal.message;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class TopicTest {
    @Test
    void theMessagePointsAtTheCharacter() {
        assertThatThrownBy(() -> TopicGrammar.requireTopic("a-b.c"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("at most 5 levels of letters and digits: 'a-b.c' has '-' at 1");
    }

    @Test
    void theMessageShowsNoControlCharacterAndIsCut() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TopicGrammar.requireTopic("a\u001b[2J" + "b".repeat(300)))
                .satisfies(e -> assertThat(e.getMessage())
                        .contains("'\\u001b' at 1")
                        .doesNotContain("\u001b")
                        .hasSizeLessThan(160));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "\"\"|'' is empty",
                "a.|'a.' ends too early, at 2",
                ".a|has '.' at 0",
                "a..b|has '.' at 2",
                "1a|has '1' at 0",
                "a.b.c.d.e.f|has '.' at 9",
                "a.#|has '#' at 2",
                "a\u00e9|has '\\u00e9' at 1",
                "a\u0665|has '\\u0665' at 1",
            })
    void whatIsNoTopicIsRefused(String topic, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TopicName.of(topic))
                .withMessageContaining(message);
    }

    @Test
    void aTopicHasAtMost255Characters() {
        assertThat(TopicName.of("a".repeat(255)).text()).hasSize(255);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TopicName.of("a".repeat(256)))
                .withMessageEndingWith("has more than 255 characters");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TopicName.of("a".repeat(254) + "."))
                .withMessageEndingWith("ends too early, at 255");
    }

    @ParameterizedTest(name = "{0} / {1}: {2}")
    @CsvSource({
        "a.b, a.b, true",
        "A.b, a.B, true",
        "a.b, a, false",
        "a.b, a.b.c, false",
        "+, a, true",
        "+, a.b, false",
        "a.+, a.b, true",
        "a.+, a, false",
        "a.+, a.b.c, false",
        "+.b, a.b, true",
        "+.b, a.c, false",
        "#, a, true",
        "#, a.b.c.d.e, true",
        "a.#, a, true",
        "a.#, a.b.c.d.e, true",
        "a.#, b.a, false",
        "a.b.#, a, false",
        "a.+.#, a, false",
        "a.+.#, a.b, true",
        "a.b.c.d.#, a.b.c.d, true",
        "+.#, a, true",
        "#, system.log, false",
        "+.log, SYSTEM.log, false",
        "system.#, system.log, false",
        "system.log, System.Log, true",
        "#, systems.log, true",
    })
    void aPatternMatchesAsSpecified(String pattern, String topic, boolean matches) {
        assertThat(TopicPattern.of(pattern).matches(TopicName.of(topic))).isEqualTo(matches);
    }

    @ParameterizedTest
    @CsvSource({"#.a", "a.#.b", "a#", "a+", "+a", "##", "++", "a.b.c.d.e.#", "a.", "+."})
    void whatIsNoPatternIsRefused(String pattern) {
        assertThatIllegalArgumentException().isThrownBy(() -> TopicPattern.of(pattern));
    }

    @Test
    void aPatternHasAtMostFiveLevelsTheLastHashIncluded() {
        assertThat(TopicPattern.of("a.b.c.d.#").levels()).hasSize(5);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TopicPattern.of("a.b.c.d.+.#"))
                .withMessageEndingWith("has '.' at 9");
    }

    @Test
    void equalityIgnoresCase() {
        assertThat(TopicName.of("A.b")).isEqualTo(TopicName.of("a.B")).hasSameHashCodeAs(TopicName.of("a.B"));
        assertThat(TopicPattern.of("A.+")).isEqualTo(TopicPattern.of("a.+")).hasSameHashCodeAs(TopicPattern.of("a.+"));
        assertThat(TopicName.of("a.b")).isNotEqualTo(TopicName.of("a.c"));
    }
}
