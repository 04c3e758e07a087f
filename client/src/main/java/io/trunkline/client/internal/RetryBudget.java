package io.trunkline.client.internal;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/**
 * Bounds the calls that are repeated: one for every ten that are made, and ten saved up at most.
 *
 * <p>Thread-safe. Without it every client of a broker that keeps failing would double the broker's load.
 */
final class RetryBudget {
    /** What a repetition costs, in calls. */
    private static final int COST = 10;

    private static final int MOST = 10 * COST;

    private final AtomicInteger saved = new AtomicInteger(MOST);
    private final LongAdder spent = new LongAdder();

    /** Counts a call that is made for the first time. */
    void earn() {
        if (saved.get() < MOST) {
            saved.updateAndGet(now -> Math.min(MOST, now + 1));
        }
    }

    /** Pays for a repetition, unless too little is saved. */
    boolean trySpend() {
        int before = saved.getAndUpdate(now -> now >= COST ? now - COST : now);
        boolean paid = before >= COST;
        if (paid) {
            spent.increment();
        }
        return paid;
    }

    /** Counts the repetitions. */
    long spent() {
        return spent.sum();
    }
}
