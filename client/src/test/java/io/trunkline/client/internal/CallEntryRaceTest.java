package io.trunkline.client.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class CallEntryRaceTest {
    /** Answer, timeout, cancel, interrupt, connection lost, close. */
    private static final int RACERS = 6;

    private static final int ROUNDS = 2_000;

    @Test
    @SuppressWarnings("ReferenceEquality") // The very object must win, not an equal one.
    void exactlyOneEndWinsAndEverybodySeesThatOne() throws InterruptedException {
        CyclicBarrier start = new CyclicBarrier(RACERS);
        List<CountingCall> calls = new ArrayList<>();
        for (int i = 0; i < ROUNDS; i++) {
            calls.add(new CountingCall(i));
        }
        AtomicInteger wins = new AtomicInteger();
        AtomicInteger disagreements = new AtomicInteger();
        List<Thread> racers = new ArrayList<>();
        for (int r = 0; r < RACERS; r++) {
            Outcome<Integer> mine = Outcome.of(r);
            Thread racer = new Thread(() -> {
                for (CountingCall call : calls) {
                    meet(start);
                    if (call.settle(mine)) {
                        wins.incrementAndGet();
                        if (call.outcome() != mine) {
                            disagreements.incrementAndGet();
                        }
                    } else if (call.outcome() == mine || call.outcome() == null) {
                        disagreements.incrementAndGet();
                    }
                }
            });
            racers.add(racer);
            racer.start();
        }
        for (Thread racer : racers) {
            racer.join();
        }
        assertThat(wins).hasValue(ROUNDS);
        assertThat(disagreements).hasValue(0);
        assertThat(calls).allSatisfy(call -> {
            assertThat(call.settled).hasValue(1);
            assertThat(call.told).isSameAs(call.outcome());
        });
    }

    private static void meet(CyclicBarrier barrier) {
        try {
            barrier.await();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    /** Counts how often its waiter is told. */
    private static final class CountingCall extends CallEntry<Integer> {
        private final AtomicInteger settled = new AtomicInteger();
        private volatile @Nullable Outcome<Integer> told;

        CountingCall(long id) {
            super(id, id);
        }

        @Override
        void settled(Outcome<Integer> end) {
            told = end;
            settled.incrementAndGet();
        }

        @Override
        protected void onDeadline() {}
    }
}
