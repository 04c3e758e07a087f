package io.trunkline.server.internal.metrics;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** How much a total grows in a second. Thread-safe: guarded by itself. */
final class RateGauge {
    private static final double SECOND = TimeUnit.SECONDS.toNanos(1);

    private final String name;
    private final LongSupplier total;
    private long since;
    private long before;
    private double last = Double.NaN;

    RateGauge(String name, LongSupplier total, long now) {
        this.name = name;
        this.total = total;
        this.since = now;
    }

    String name() {
        return name;
    }

    synchronized void tick(long now) {
        last = growth(now);
        since = now;
        before = total.getAsLong();
    }

    /** Over the last whole interval; before the end of the first, over what there is of it. */
    synchronized double perSecond(long now) {
        return Double.isNaN(last) ? growth(now) : last;
    }

    private double growth(long now) {
        long elapsed = now - since;
        return elapsed <= 0 ? 0 : (total.getAsLong() - before) * SECOND / elapsed;
    }
}
