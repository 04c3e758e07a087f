package io.trunkline.benchmarks.macro;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** Connects, has one frame answered, which proves the handshake, and closes: several callers, over and over. */
final class HandshakeLoad implements Load {
    private static final long ANSWER_SECONDS = 20;

    @Override
    public Sample run(Dialer dialer, Scenario scenario, Phases phases) throws Exception {
        shakeUntil(dialer, scenario, System.nanoTime() + phases.warmUp().toNanos());
        phases.marks().begin();
        long begin = System.nanoTime();
        long count = shakeUntil(dialer, scenario, begin + phases.measured().toNanos());
        long took = System.nanoTime() - begin;
        phases.marks().end();
        return Sample.empty().with(Sample.Figure.RATE, count * 1e9 / took);
    }

    /** Gives the number of handshakes. */
    private static long shakeUntil(Dialer dialer, Scenario scenario, long until) throws Exception {
        ExecutorService callers = Executors.newFixedThreadPool(scenario.connections());
        try {
            List<Future<Long>> counts = new ArrayList<>();
            for (int i = 0; i < scenario.connections(); i++) {
                counts.add(callers.submit(() -> caller(dialer, until)));
            }
            long sum = 0;
            for (Future<Long> count : counts) {
                sum += count.get();
            }
            return sum;
        } finally {
            callers.shutdownNow();
        }
    }

    private static long caller(Dialer dialer, long until) throws Exception {
        long count = 0;
        while (count == 0 || System.nanoTime() < until) {
            Outcome outcome = new Outcome(1);
            dialer.open(new OneShot(outcome));
            outcome.await(ANSWER_SECONDS);
            count++;
        }
        return count;
    }

    /** Sends one frame and closes when it comes back. Loop-confined. */
    private static final class OneShot implements Receiver {
        private final Outcome outcome;
        private @Nullable Link link;

        OneShot(Outcome outcome) {
            this.outcome = outcome;
        }

        @Override
        public void onOpen(Link opened) {
            link = opened;
            opened.send(0);
        }

        @Override
        public void onFrame(long number, int size, byte last) {
            outcome.done();
            Objects.requireNonNull(link, "open").close();
        }

        @Override
        public void onFailure(Throwable failure) {
            outcome.failed(failure);
        }
    }
}
