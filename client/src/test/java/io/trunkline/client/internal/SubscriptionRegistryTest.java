package io.trunkline.client.internal;

import io.trunkline.Message;
import io.trunkline.client.SubscribeOptions;
import io.trunkline.codec.internal.message.TopicName;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class SubscriptionRegistryTest {
    private final SubscriptionRegistry registry = new SubscriptionRegistry();
    private final FakeBroker broker = new FakeBroker();
    private final FakeOwner owner = new FakeOwner(registry);

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {5, 55, 555, 5_555})
    void inTheEndTheBrokerKnowsExactlyWhatIsWanted(long seed) {
        Random random = new Random(seed);
        List<ActiveSubscription<?>> live = new ArrayList<>();
        registry.attach(broker, () -> {});
        for (int step = 0; step < 3_000; step++) {
            switch (random.nextInt(6)) {
                case 0, 1 -> {
                    ActiveSubscription<?> subscription = subscription("t." + (char) ('a' + random.nextInt(4)));
                    live.add(subscription);
                    registry.add(subscription);
                }
                case 2 -> {
                    if (!live.isEmpty()) {
                        live.remove(random.nextInt(live.size())).cancel();
                    }
                }
                case 3, 4 -> broker.answerOne(random);
                default -> {
                    if (random.nextInt(40) == 0) {
                        registry.detach(broker);
                        broker.forget();
                        registry.attach(broker, () -> {});
                    }
                }
            }
            assertThat(broker.overlap).as("step %d of seed %d", step, seed).isFalse();
        }
        broker.answerAll();
        Set<String> wanted = new HashSet<>();
        live.forEach(subscription -> wanted.add(subscription.pattern()));
        assertThat(broker.known).as("seed %d", seed).isEqualTo(wanted);
        assertThat(live).allSatisfy(each -> assertThat(each.acknowledged()).isCompleted());
    }

    @Test
    void whatIsDeclaredBeforeTheFirstConnectionIsAskedForWhenThereIsOne() {
        ActiveSubscription<?> early = subscription("a.b");
        ActiveSubscription<?> regretted = subscription("c.d");
        registry.add(early);
        registry.add(regretted);
        regretted.cancel();
        assertThat(broker.asked).isEmpty();
        registry.attach(broker, () -> {});
        broker.answerAll();
        assertThat(broker.known).containsExactly("a.b");
        assertThat(early.acknowledged()).isCompleted();
    }

    @Test
    void aRefusalFailsThoseThatWaitedAndALaterOneAsksAgain() {
        registry.attach(broker, () -> {});
        ActiveSubscription<?> refused = subscription("a.b");
        registry.add(refused);
        broker.refuseOne(new IllegalStateException("no"));
        assertThat(refused.acknowledged()).isCompletedExceptionally();
        assertThat(registry.dispatch(TopicName.of("a.b"))).isEmpty();
        ActiveSubscription<?> later = subscription("a.b");
        registry.add(later);
        broker.answerAll();
        assertThat(later.acknowledged()).isCompleted();
        assertThat(registry.dispatch(TopicName.of("A.B"))).containsExactly(later);
    }

    @Test
    void whatAFormerBrokerAcknowledgedStaysDeclaredWhenTheNextRefusesIt() {
        List<String> refusals = new ArrayList<>();
        SubscriptionRegistry watched =
                new SubscriptionRegistry((pattern, error) -> refusals.add(pattern + " " + error.getMessage()));
        ActiveSubscription<?> lasting = subscription("a.b");
        watched.attach(broker, () -> {});
        watched.add(lasting);
        broker.answerAll();
        watched.detach(broker);
        broker.forget();
        AtomicInteger restored = new AtomicInteger();
        watched.attach(broker, restored::incrementAndGet);
        assertThat(restored).hasValue(0);
        broker.refuseOne(new IllegalStateException("no"));
        assertThat(restored).hasValue(1);
        assertThat(refusals).containsExactly("a.b no");
        assertThat(broker.asked).as("not asked again on this connection").isEmpty();
        watched.detach(broker);
        watched.attach(broker, restored::incrementAndGet);
        broker.answerAll();
        assertThat(restored).hasValue(2);
        assertThat(broker.known).containsExactly("a.b");
        assertThat(watched.dispatch(TopicName.of("a.b"))).containsExactly(lasting);
    }

    @Test
    void tenThousandPatternsAreToldInWindowsAndThenTheClientIsRestored() {
        AtomicInteger restored = new AtomicInteger();
        for (int i = 0; i < 10_000; i++) {
            registry.add(subscription("t.n" + i));
        }
        registry.attach(broker, restored::incrementAndGet);
        assertThat(broker.asked).hasSize(1_024);
        broker.answerAll();
        assertThat(restored).hasValue(1);
        assertThat(broker.known).hasSize(10_000);
    }

    @Test
    void afterTheEndNothingIsAdmittedAndWaitersAreTold() {
        registry.attach(broker, () -> {});
        ActiveSubscription<?> waiting = subscription("a.b");
        registry.add(waiting);
        registry.end(() -> new IllegalStateException("over"));
        assertThat(waiting.acknowledged()).isCompletedExceptionally();
        assertThatThrownBy(() -> registry.add(subscription("c.d"))).hasMessage("over");
    }

    @Test
    void aTopicReachesEveryPatternThatMatchesIt() {
        ActiveSubscription<?> exact = subscription("a.b");
        ActiveSubscription<?> one = subscription("a.+");
        ActiveSubscription<?> any = subscription("a.#");
        ActiveSubscription<?> other = subscription("b.#");
        List.of(exact, one, any, other).forEach(registry::add);
        assertThat(registry.dispatch(TopicName.of("A.b"))).containsExactlyInAnyOrder(exact, one, any);
        assertThat(registry.dispatch(TopicName.of("a.b.c"))).containsExactlyInAnyOrder(any);
        one.cancel();
        assertThat(registry.dispatch(TopicName.of("a.b"))).containsExactlyInAnyOrder(exact, any);
    }

    private ActiveSubscription<Message> subscription(String pattern) {
        return new ActiveSubscription<>(
                pattern, EventBinder.toMessages(), event -> {}, SubscribeOptions.defaults(), owner);
    }

    /** Knows patterns, and answers when it is told to. */
    private static final class FakeBroker implements Declarations.Wire {
        private record Asked(boolean subscribe, String pattern, CompletableFuture<Void> answer) {}

        private final List<Asked> asked = new ArrayList<>();
        private final Set<String> known = new HashSet<>();
        private boolean overlap;

        @Override
        public CompletionStage<?> subscribe(String pattern) {
            return ask(true, pattern);
        }

        @Override
        public CompletionStage<?> unsubscribe(String pattern) {
            return ask(false, pattern);
        }

        private CompletionStage<?> ask(boolean subscribe, String pattern) {
            overlap |= asked.stream().anyMatch(each -> each.pattern().equals(pattern));
            CompletableFuture<Void> answer = new CompletableFuture<>();
            asked.add(new Asked(subscribe, pattern, answer));
            return answer;
        }

        void answerOne(Random random) {
            if (!asked.isEmpty()) {
                answer(asked.remove(random.nextInt(asked.size())));
            }
        }

        void answerAll() {
            while (!asked.isEmpty()) {
                answer(asked.remove(0));
            }
        }

        private void answer(Asked question) {
            if (question.subscribe()) {
                known.add(question.pattern());
            } else {
                known.remove(question.pattern());
            }
            question.answer().complete(null);
        }

        void refuseOne(RuntimeException why) {
            asked.remove(0).answer().completeExceptionally(why);
        }

        /** The connection is lost: open questions fail late, as those of a lost connection do. */
        void forget() {
            List<Asked> lost = List.copyOf(asked);
            asked.clear();
            known.clear();
            lost.forEach(each -> each.answer().completeExceptionally(new IllegalStateException("lost")));
        }
    }
}
