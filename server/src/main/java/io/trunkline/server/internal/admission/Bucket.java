package io.trunkline.server.internal.admission;

/**
 * A token bucket in one number: the time at which it will be full again.
 *
 * <pre>{@code
 *  now          fullAt                     taking one moves fullAt by an interval;
 *   ├─ debt ──────┤                        it is refused where the debt would exceed a burst of intervals
 * }</pre>
 *
 * <p>Guarded by whoever holds it. Times are compared by difference, as the monotonic clock demands.
 */
final class Bucket {
    private long fullAt;

    Bucket(long now) {
        this.fullAt = now;
    }

    boolean tryTake(Pace pace, long now) {
        long from = isFull(now) ? now : fullAt;
        if (from - now > pace.fullAfterNanos() - pace.intervalNanos()) {
            return false;
        }
        fullAt = from + pace.intervalNanos();
        return true;
    }

    /** Whether a new one would do as well. */
    boolean isFull(long now) {
        return fullAt - now <= 0;
    }
}
