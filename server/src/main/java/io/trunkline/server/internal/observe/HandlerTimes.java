package io.trunkline.server.internal.observe;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.ToLongFunction;

/**
 * Adds up how long handlers of requests have run.
 *
 * <pre>{@code
 * handler ended on a loop ─▶ that loop's lane, without a locked operation ─┐
 * handler ended elsewhere ─▶ striped sums                                  ├▶ the figures
 * }</pre>
 *
 * <p>Thread-safe; the figures are read one after the other while requests go on.
 */
public final class HandlerTimes {
    private final LongAdder calls = new LongAdder();
    private final LongAdder nanos = new LongAdder();
    private final AtomicLong max = new AtomicLong();

    /** As many as there are loops. */
    private final Map<Object, Lane> lanes = new ConcurrentHashMap<>();

    /** Begins with zero. */
    public HandlerTimes() {}

    /** One loop's part of the sums, which other threads read. Loop-confined. */
    public static final class Lane {
        private final AtomicLong calls = new AtomicLong();
        private final AtomicLong nanos = new AtomicLong();
        private final AtomicLong max = new AtomicLong();

        /** Begins with zero. */
        public Lane() {}

        void add(long took) {
            calls.lazySet(calls.getPlain() + 1);
            nanos.lazySet(nanos.getPlain() + took);
            if (took > max.getPlain()) {
                max.lazySet(took);
            }
        }
    }

    /**
     * Finds or makes the part of a loop.
     *
     * @param loop whose it is
     * @return the same each time
     */
    public Lane on(Object loop) {
        return lanes.computeIfAbsent(loop, key -> new Lane());
    }

    void add(long took) {
        calls.increment();
        nanos.add(took);
        // Looked at first: once the server is warm, nobody writes it.
        if (took > max.get()) {
            max.accumulateAndGet(took, Math::max);
        }
    }

    private long sum(LongAdder elsewhere, ToLongFunction<Lane> ofLane) {
        return elsewhere.sum() + lanes.values().stream().mapToLong(ofLane).sum();
    }

    /**
     * Counts the handlers that have ended.
     *
     * @return 0 or more
     */
    public long calls() {
        return sum(calls, lane -> lane.calls.get());
    }

    /**
     * Adds up their times.
     *
     * @return nanoseconds
     */
    public long nanos() {
        return sum(nanos, lane -> lane.nanos.get());
    }

    /**
     * Gives the longest.
     *
     * @return nanoseconds
     */
    public long maxNanos() {
        return lanes.values().stream().mapToLong(lane -> lane.max.get()).reduce(max.get(), Math::max);
    }
}
