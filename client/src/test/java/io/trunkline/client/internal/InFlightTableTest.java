package io.trunkline.client.internal;

import io.trunkline.client.internal.InFlightTable.Admission;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class InFlightTableTest {
    private record Key(long high, long low) {}

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 20, 42, 99, 7_777, 123_456_789})
    void behavesLikeAMapUnderRandomOperations(long seed) {
        Random random = new Random(seed);
        InFlightTable table = new InFlightTable(300);
        Map<Key, FakeCall> model = new HashMap<>();
        List<FakeCall> ended = new ArrayList<>();
        for (int step = 0; step < 20_000; step++) {
            // Few distinct ids, so that buckets chain and ids come back.
            Key key = new Key(random.nextInt(20), random.nextInt(40));
            switch (random.nextInt(5)) {
                case 0, 1 -> {
                    FakeCall call = new FakeCall(key.high(), key.low());
                    if (!model.containsKey(key)) {
                        Admission expected = model.size() < 300 ? Admission.ADDED : Admission.FULL;
                        assertThat(table.add(call))
                                .as("step %d of seed %d", step, seed)
                                .isEqualTo(expected);
                        if (expected == Admission.ADDED) {
                            model.put(key, call);
                        }
                    }
                }
                case 2 ->
                    assertThat(table.take(key.high(), key.low()))
                            .as("step %d of seed %d", step, seed)
                            .isSameAs(note(ended, model.remove(key)));
                case 3 -> {
                    FakeCall call = model.get(key);
                    if (call != null) {
                        assertThat(table.remove(call)).isTrue();
                        model.remove(key);
                        ended.add(call);
                    }
                }
                default -> {
                    if (!ended.isEmpty()) {
                        assertThat(table.remove(ended.get(random.nextInt(ended.size()))))
                                .as("an ended call leaves once, step %d of seed %d", step, seed)
                                .isFalse();
                    }
                }
            }
            assertThat(table.size()).as("step %d of seed %d", step, seed).isEqualTo(model.size());
        }
        assertThat(table.close()).as("seed %d", seed).hasSameElementsAs(model.values());
        assertThat(table.size()).isZero();
    }

    private static @Nullable FakeCall note(List<FakeCall> ended, @Nullable FakeCall call) {
        if (call != null) {
            ended.add(call);
        }
        return call;
    }

    @Test
    void theLimitPassesAndOneMoreIsRefused() {
        InFlightTable table = new InFlightTable(3);
        for (int i = 0; i < 3; i++) {
            assertThat(table.add(new FakeCall(1, i))).isEqualTo(Admission.ADDED);
        }
        assertThat(table.add(new FakeCall(1, 3))).isEqualTo(Admission.FULL);
        table.take(1, 0);
        assertThat(table.add(new FakeCall(1, 3))).isEqualTo(Admission.ADDED);
    }

    @Test
    void afterCloseNothingIsAdmitted() {
        InFlightTable table = new InFlightTable();
        FakeCall call = new FakeCall(1, 2);
        table.add(call);
        assertThat(table.close()).containsExactly(call);
        assertThat(table.add(new FakeCall(3, 4))).isEqualTo(Admission.CLOSED);
        assertThat(table.close()).isEmpty();
        assertThat(table.size()).isZero();
    }

    @Test
    void emptinessIsAnnouncedAtOnceAndWhenTheLastCallLeaves() {
        InFlightTable table = new InFlightTable();
        AtomicInteger announced = new AtomicInteger();
        table.onEmpty(announced::incrementAndGet);
        assertThat(announced).hasValue(1);
        FakeCall first = new FakeCall(1, 1);
        FakeCall second = new FakeCall(2, 2);
        table.add(first);
        table.add(second);
        table.remove(first);
        assertThat(announced).hasValue(1);
        table.take(2, 2);
        assertThat(announced).hasValue(2);
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {3, 31, 314})
    void closingWhileCallsComeAndGoLosesNone(long seed) throws InterruptedException {
        InFlightTable table = new InFlightTable();
        int callers = 6;
        int each = 2_000;
        AtomicInteger admitted = new AtomicInteger();
        AtomicInteger left = new AtomicInteger();
        CountDownLatch halfWay = new CountDownLatch(callers);
        List<Thread> threads = new ArrayList<>();
        for (int c = 0; c < callers; c++) {
            Random random = new Random(seed + c);
            Thread thread = new Thread(() -> {
                for (int i = 0; i < each; i++) {
                    if (i == each / 2) {
                        halfWay.countDown();
                    }
                    FakeCall call = new FakeCall(random.nextLong(), random.nextLong());
                    if (table.add(call) == Admission.ADDED) {
                        admitted.incrementAndGet();
                        if (random.nextBoolean() && table.take(call.idHigh, call.idLow) != null) {
                            left.incrementAndGet();
                        }
                    }
                }
            });
            threads.add(thread);
            thread.start();
        }
        halfWay.await();
        left.addAndGet(table.close().size());
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(left).as("seed %d", seed).hasValue(admitted.get());
        assertThat(table.size()).isZero();
    }

    /** A call that only carries an id. */
    private static final class FakeCall extends CallEntry<Object> {
        FakeCall(long idHigh, long idLow) {
            super(idHigh, idLow);
        }

        @Override
        void settled(Outcome<Object> outcome) {}

        @Override
        protected void onDeadline() {}
    }
}
