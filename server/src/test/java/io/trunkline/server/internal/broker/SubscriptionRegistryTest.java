package io.trunkline.server.internal.broker;

import io.trunkline.server.internal.broker.SubscriptionRegistry.Entry;
import io.trunkline.server.internal.broker.SubscriptionRegistry.Outcome;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static io.trunkline.server.internal.broker.Interest.PUBLISH;
import static io.trunkline.server.internal.broker.Interest.REQUEST;
import static org.assertj.core.api.Assertions.assertThat;

class SubscriptionRegistryTest {
    private final SubscriptionRegistry<String> registry = new SubscriptionRegistry<>(3, 5);

    @Test
    void subscriberMatchedByTwoPatternsIsFoundOnce() {
        registry.subscribe("a", List.of(PUBLISH), "x.y", 0);
        registry.subscribe("a", List.of(PUBLISH), "x.#", 0);
        assertThat(registry.subscribersOf(levels("x.y"))).containsExactly("a");
    }

    @Test
    void highestPriorityIsTheTarget() {
        registry.subscribe("low", List.of(REQUEST), "x", -1.5);
        registry.subscribe("high", List.of(REQUEST), "#", 2);
        registry.subscribe("middle", List.of(REQUEST), "x", 0);
        assertThat(registry.targetOf(levels("x"), bound -> 0)).isEqualTo("high");
    }

    @Test
    void priorityCountsAcrossPatternsOfOneSubscriber() {
        registry.subscribe("a", List.of(REQUEST), "x", 1);
        registry.subscribe("b", List.of(REQUEST), "x", 0);
        registry.subscribe("b", List.of(REQUEST), "#", 5);
        assertThat(registry.targetOf(levels("x"), bound -> 0)).isEqualTo("b");
    }

    @Test
    void tiesAreDecidedByTheGivenNumber() {
        registry.subscribe("a", List.of(REQUEST), "x", 0);
        registry.subscribe("b", List.of(REQUEST), "x", 0);
        Set<String> targets = new HashSet<>();
        targets.add(registry.targetOf(levels("x"), bound -> bound - 1));
        targets.add(registry.targetOf(levels("x"), bound -> 0));
        assertThat(targets).containsExactlyInAnyOrder("a", "b");
    }

    @Test
    void negativePrioritiesAreTargetsToo() {
        registry.subscribe("a", List.of(REQUEST), "x", -1e300);
        assertThat(registry.targetOf(levels("x"), bound -> 0)).isEqualTo("a");
        assertThat(registry.targetOf(levels("y"), bound -> 0)).isNull();
    }

    @Test
    void subscribingAgainReplacesThePriority() {
        registry.subscribe("a", List.of(REQUEST), "x", 1);
        registry.subscribe("b", List.of(REQUEST), "x", 2);
        assertThat(registry.subscribe("a", List.of(REQUEST), "x", 3)).isEqualTo(Outcome.PRESENT);
        assertThat(registry.targetOf(levels("x"), bound -> 0)).isEqualTo("a");
        assertThat(registry.entriesOf("a")).containsExactly(new Entry(REQUEST, "x"));
    }

    @Test
    void limitOfAConnectionIsInclusive() {
        assertThat(registry.subscribe("a", List.of(PUBLISH, REQUEST), "x", 0)).isEqualTo(Outcome.ADDED);
        assertThat(registry.subscribe("a", List.of(PUBLISH), "y", 0)).isEqualTo(Outcome.ADDED);
        assertThat(registry.subscribe("a", List.of(PUBLISH), "z", 0)).isEqualTo(Outcome.LIMIT);
        assertThat(registry.subscribe("a", List.of(PUBLISH), "y", 0)).isEqualTo(Outcome.PRESENT);
    }

    @Test
    void limitOfTheServerIsInclusiveAndBothIsAllOrNothing() {
        registry.subscribe("a", List.of(PUBLISH, REQUEST), "x", 0);
        registry.subscribe("b", List.of(PUBLISH, REQUEST), "x", 0);
        assertThat(registry.subscribe("c", List.of(PUBLISH, REQUEST), "x", 0)).isEqualTo(Outcome.LIMIT);
        assertThat(registry.entriesOf("c")).isEmpty();
        assertThat(registry.subscribe("c", List.of(PUBLISH), "x", 0)).isEqualTo(Outcome.ADDED);
    }

    @Test
    void unsubscribingWhatIsNotThereChangesNothing() {
        registry.subscribe("a", List.of(PUBLISH), "x", 0);
        assertThat(registry.unsubscribe("b", List.of(PUBLISH), "x")).isFalse();
        assertThat(registry.unsubscribe("a", List.of(REQUEST), "x")).isFalse();
        assertThat(registry.subscribersOf(levels("x"))).containsExactly("a");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void agreesWithAModelAndEndsEmpty(long seed) {
        Random random = new Random(seed);
        SubscriptionRegistry<Integer> real = new SubscriptionRegistry<>(100, 1_000);
        Map<Entry, Map<Integer, Double>> model = new HashMap<>();
        String[] topics = {"a", "b", "a.b"};
        for (int step = 0; step < 1_000; step++) {
            int who = random.nextInt(4);
            Entry entry = new Entry(random.nextBoolean() ? PUBLISH : REQUEST, topics[random.nextInt(topics.length)]);
            String at = "seed " + seed + " step " + step;
            if (random.nextInt(20) == 0) {
                real.removeAll(who);
                model.values().forEach(holders -> holders.remove(who));
            } else if (random.nextBoolean()) {
                double priority = random.nextInt(3);
                real.subscribe(who, List.of(entry.interest()), entry.pattern(), priority);
                model.computeIfAbsent(entry, e -> new HashMap<>()).put(who, priority);
            } else {
                boolean there = model.getOrDefault(entry, new HashMap<>()).remove(who) != null;
                assertThat(real.unsubscribe(who, List.of(entry.interest()), entry.pattern()))
                        .as(at)
                        .isEqualTo(there);
            }
            compare(real, model, topics, at);
        }
        for (int who = 0; who < 4; who++) {
            real.removeAll(who);
        }
        assertThat(real.isEmpty()).as("seed " + seed).isTrue();
    }

    private static void compare(
            SubscriptionRegistry<Integer> real, Map<Entry, Map<Integer, Double>> model, String[] topics, String at) {
        for (String topic : topics) {
            Map<Integer, Double> events = model.getOrDefault(new Entry(PUBLISH, topic), Map.of());
            assertThat(real.subscribersOf(levels(topic))).as(at).containsExactlyInAnyOrderElementsOf(events.keySet());
            Map<Integer, Double> requests = model.getOrDefault(new Entry(REQUEST, topic), Map.of());
            Integer target = real.targetOf(levels(topic), bound -> 0);
            if (requests.isEmpty()) {
                assertThat(target).as(at).isNull();
            } else {
                double best = requests.values().stream()
                        .mapToDouble(Double::doubleValue)
                        .max()
                        .orElseThrow();
                assertThat(requests).as(at).containsEntry(target, best);
            }
        }
    }

    private static List<String> levels(String topic) {
        return List.of(topic.split("\\."));
    }
}
