package io.trunkline.server.internal.admission;

import io.trunkline.codec.internal.message.TopicName;
import io.trunkline.codec.internal.message.TopicPattern;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class GrantsTest {
    private static boolean covers(String allowed, String asked) {
        return PatternCover.covers(TopicPattern.of(allowed), TopicPattern.of(asked));
    }

    @ParameterizedTest
    @CsvSource({
        "a, a",
        "A.b, a.B",
        "+, a",
        "+, +",
        "#, #",
        "#, a",
        "#, a.b",
        "#, a.#",
        "#, +.b",
        "a.#, a",
        "a.#, a.b",
        "a.#, a.b.c",
        "a.#, a.+",
        "a.#, a.#",
        "a.#, a.b.#",
        "a.+, a.b",
        "+.b, a.b",
        "+.#, a",
        "+.#, a.#",
        "a.+.#, a.b"
    })
    void patternIsCoveredByAWiderOne(String allowed, String asked) {
        assertThat(covers(allowed, asked)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "a, b",
        "a, +",
        "a, #",
        "a, a.b",
        "a.b, a",
        "+, #",
        "+, a.b",
        "a.+, a",
        "a.+, a.#",
        "a.+, a.b.c",
        "a.#, #",
        "a.#, +",
        "a.#, b",
        "+.#, #",
        "a.+.#, a.#",
        "#, system.message",
        "+.message, system.message",
        "system.#, system.message",
        "#, system.#",
        "+.+, system.message"
    })
    void patternIsNotCoveredByWhatLeavesSomethingOut(String allowed, String asked) {
        assertThat(covers(allowed, asked)).isFalse();
    }

    @Test
    void systemTopicIsCoveredByItsNameInAnyCase() {
        assertThat(covers("system.message", "SYSTEM.Message")).isTrue();
    }

    /** Whatever is called covered must not match a topic that the allowed pattern does not match. */
    @Test
    void coverNeverOpensATopicThatIsNotAllowed() {
        long seed = 4711;
        Random random = new Random(seed);
        List<TopicName> topics = Stream.iterate(
                        List.of("a", "b"),
                        names -> names.stream()
                                .flatMap(name -> Stream.of(name + ".a", name + ".b"))
                                .toList())
                .limit(5)
                .flatMap(List::stream)
                .map(TopicName::of)
                .toList();
        int covered = 0;
        for (int i = 0; i < 20_000; i++) {
            TopicPattern allowed = pattern(random);
            TopicPattern asked = pattern(random);
            boolean all = topics.stream().filter(asked::matches).allMatch(allowed::matches);
            boolean cover = PatternCover.covers(allowed, asked);
            assertThat(cover && !all)
                    .as("seed %d: %s covers %s", seed, allowed, asked)
                    .isFalse();
            covered += cover ? 1 : 0;
        }
        assertThat(covered).isGreaterThan(100);
    }

    private static TopicPattern pattern(Random random) {
        int levels = 1 + random.nextInt(4);
        String text = IntStream.range(0, levels)
                .mapToObj(level -> List.of("a", "b", "+").get(random.nextInt(3)))
                .reduce((left, right) -> left + "." + right)
                .orElseThrow();
        return TopicPattern.of(random.nextInt(3) == 0 ? text + ".#" : text);
    }

    private static List<TopicPattern> patterns(String... texts) {
        return Stream.of(texts).map(TopicPattern::of).toList();
    }

    @Test
    void whatNoRuleAllowsIsNotGranted() {
        Grants grants = Grants.of(List.of(
                new Rights(patterns("out.#"), patterns("in.+"), patterns("ask"), patterns("serve.#")),
                new Rights(patterns("more"), List.of(), List.of(), List.of())));
        assertThat(grants.mayPublish(TopicName.of("Out.x"))).isTrue();
        assertThat(grants.mayPublish(TopicName.of("more"))).isTrue();
        assertThat(grants.mayPublish(TopicName.of("in.x"))).isFalse();
        assertThat(grants.maySubscribe(TopicPattern.of("in.x"))).isTrue();
        assertThat(grants.maySubscribe(TopicPattern.of("in.#"))).isFalse();
        assertThat(grants.maySubscribe(TopicPattern.of("out.x"))).isFalse();
        assertThat(grants.mayRequest(TopicName.of("ask"))).isTrue();
        assertThat(grants.mayRequest(TopicName.of("ask.x"))).isFalse();
        assertThat(grants.mayServe(TopicPattern.of("serve.#"))).isTrue();
        assertThat(grants.mayServe(TopicPattern.of("in.x"))).isFalse();
    }

    @Test
    void whatAConnectionNeedsToSpeakAtAllIsFreeAndTheRestOfTheBrokerIsNot() {
        Grants none = Grants.of(List.of());
        assertThat(none.mayRequest(TopicName.of("System.Hello"))).isTrue();
        assertThat(none.mayRequest(TopicName.of("system.topic.subscribe"))).isTrue();
        assertThat(none.mayRequest(TopicName.of("system.metrics"))).isFalse();
        assertThat(none.mayRequest(TopicName.of("system.service.list"))).isFalse();
        assertThat(none.maySubscribe(TopicPattern.of("system.log"))).isFalse();
    }

    @Test
    void withoutRulesEverythingIsGrantedButTheAudit() {
        assertThat(Grants.WITHOUT_RULES.mayPublish(TopicName.of("a"))).isTrue();
        assertThat(Grants.WITHOUT_RULES.mayRequest(TopicName.of("system.metrics")))
                .isTrue();
        assertThat(Grants.WITHOUT_RULES.maySubscribe(TopicPattern.of("#"))).isTrue();
        assertThat(Grants.WITHOUT_RULES.mayServe(TopicPattern.of("#"))).isTrue();
        assertThat(Grants.WITHOUT_RULES.maySubscribe(TopicPattern.of("SYSTEM.message")))
                .isFalse();
        assertThat(Grants.WITHOUT_RULES.mayServe(TopicPattern.of("system.Message")))
                .isFalse();
    }
}
