package io.trunkline.server.internal.broker;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Counts the requests of one topic that run on the whole server, and keeps them at half of what the server takes.
 *
 * <pre>{@code
 * COUNTING 0..bound ──retire, at 0 only──▶ RETIRED: takes no request any more; whoever wants one looks for a new load
 * }</pre>
 *
 * <p>Thread-safe. Implements SPEC.md, bounds of running work (LIM-5).
 */
final class TopicLoad {
    /** How an attempt to begin went. */
    enum Begin {
        BEGUN,
        FULL,
        RETIRED
    }

    private static final int GONE = -1;

    private final String name;
    private final AtomicInteger running = new AtomicInteger();
    private final AtomicLong refused = new AtomicLong();

    TopicLoad(String name) {
        this.name = name;
    }

    /** What the load is of, for people. */
    String name() {
        return name;
    }

    Begin tryBegin(int bound) {
        int now = running.get();
        while (now != GONE) {
            if (now >= bound) {
                refused.incrementAndGet();
                return Begin.FULL;
            }
            if (running.compareAndSet(now, now + 1)) {
                return Begin.BEGUN;
            }
            now = running.get();
        }
        return Begin.RETIRED;
    }

    void end() {
        running.decrementAndGet();
    }

    /** Ends an unused load; false while a request runs. */
    boolean tryRetire() {
        return running.compareAndSet(0, GONE);
    }

    int running() {
        return Math.max(0, running.get());
    }

    /** Counts the requests that found it full. */
    long refused() {
        return refused.get();
    }
}
