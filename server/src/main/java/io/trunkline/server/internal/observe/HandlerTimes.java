package io.trunkline.server.internal.observe;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/**
 * Adds up how long handlers of requests have run.
 *
 * <p>Two additions per request, striped so that cores do not meet, after the answer is queued. Thread-safe; the figures are read
 * one after the other while requests go on.
 */
public final class HandlerTimes {
    private final LongAdder calls = new LongAdder();
    private final LongAdder nanos = new LongAdder();
    private final AtomicLong max = new AtomicLong();

    /** Begins with zero. */
    public HandlerTimes() {}

    void add(long took) {
        calls.increment();
        nanos.add(took);
        // Looked at first: once the server is warm, nobody writes it.
        if (took > max.get()) {
            max.accumulateAndGet(took, Math::max);
        }
    }

    /**
     * Counts the handlers that have ended.
     *
     * @return 0 or more
     */
    public long calls() {
        return calls.sum();
    }

    /**
     * Adds up their times.
     *
     * @return nanoseconds
     */
    public long nanos() {
        return nanos.sum();
    }

    /**
     * Gives the longest.
     *
     * @return nanoseconds
     */
    public long maxNanos() {
        return max.get();
    }
}
