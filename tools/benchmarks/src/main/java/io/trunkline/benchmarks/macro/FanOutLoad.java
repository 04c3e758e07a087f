package io.trunkline.benchmarks.macro;

import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * One connection publishes, many count: the publisher is a window of events ahead of the slowest subscribers' sum.
 *
 * <p>Thread-safe, since a peer may tell each subscriber on a thread of its own.
 */
final class FanOutLoad implements Load {
    private static final long DRAIN_SECONDS = 20;

    private final AtomicLong deliveries = new AtomicLong();
    private final Object lock = new Object();
    private @Nullable Link publisher;
    private long published;

    @Override
    public Sample run(Dialer dialer, Scenario scenario, Phases phases) throws Exception {
        int subscribers = phases.connections(scenario);
        Outcome outcome = new Outcome(subscribers);
        Subscribers all = new Subscribers(scenario, subscribers, outcome);
        for (int i = 0; i < subscribers; i++) {
            dialer.subscribe(all.next());
        }
        long begin = System.nanoTime() + phases.warmUp().toNanos();
        long end = begin + phases.measured().toNanos();
        dialer.open(new Publisher(outcome, scenario.window()));
        outcome.sleepUntil(begin);
        phases.marks().begin();
        long before = deliveries.get();
        outcome.sleepUntil(end);
        long counted = deliveries.get() - before;
        phases.marks().end();
        all.stopAfter(published());
        outcome.await(DRAIN_SECONDS);
        return Sample.empty()
                .with(Sample.Figure.RATE, counted * 1e9 / phases.measured().toNanos());
    }

    /** From now on nothing more is published. */
    private long published() {
        synchronized (lock) {
            publisher = null;
            return published;
        }
    }

    private void publish() {
        synchronized (lock) {
            if (publisher != null) {
                publisher.send(published++);
            }
        }
    }

    /** Sends the first window; what follows is sent as deliveries come in. */
    private final class Publisher implements Receiver {
        private final Outcome outcome;
        private final int window;

        Publisher(Outcome outcome, int window) {
            this.outcome = outcome;
            this.window = window;
        }

        @Override
        public void onOpen(Link link) {
            synchronized (lock) {
                publisher = link;
            }
            for (int i = 0; i < window; i++) {
                publish();
            }
        }

        @Override
        public void onFrame(long number, int size, byte last) {
            // Answers to nothing: publishing goes one way.
        }

        @Override
        public void onFailure(Throwable failure) {
            outcome.failed(failure);
        }
    }

    /** Those who count. */
    private final class Subscribers {
        private final Scenario scenario;
        private final int count;
        private final Outcome outcome;
        private volatile long stopAfter = Long.MAX_VALUE;
        private final AtomicLong done = new AtomicLong();

        Subscribers(Scenario scenario, int count, Outcome outcome) {
            this.scenario = scenario;
            this.count = count;
            this.outcome = outcome;
        }

        Receiver next() {
            return new Subscriber(this);
        }

        /** Each is done once so many events have come; those that have them already are found here. */
        void stopAfter(long events) {
            stopAfter = events;
            if (deliveries.get() == events * count) {
                finish();
            }
        }

        private void finish() {
            if (done.getAndIncrement() == 0) {
                for (int i = 0; i < count; i++) {
                    outcome.done();
                }
            }
        }

        void arrived() {
            long so = deliveries.incrementAndGet();
            if (so % count == 0) {
                publish();
            }
            if (so == stopAfter * count) {
                finish();
            }
        }
    }

    /** Checks that no event is missing. Called for one event at a time. */
    private static final class Subscriber implements Receiver {
        private final Subscribers all;
        private long next;

        Subscriber(Subscribers all) {
            this.all = all;
        }

        @Override
        public void onOpen(Link link) {
            // Nothing to send: events come by themselves.
        }

        @Override
        public void onFrame(long number, int size, byte last) {
            if (number != next || size != all.scenario.body()) {
                onFailure(new IllegalStateException("wanted event " + next + ", got " + number + " of " + size));
                return;
            }
            next++;
            all.arrived();
        }

        @Override
        public void onFailure(Throwable failure) {
            all.outcome.failed(failure);
        }
    }
}
