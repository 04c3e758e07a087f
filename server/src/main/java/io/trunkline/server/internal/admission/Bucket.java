package io.trunkline.server.internal.admission;

import java.util.concurrent.TimeUnit;

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
    /** What came at once and is not paid by then is forgiven: times stay far from where they would overflow. */
    private static final long LONGEST_DEBT = TimeUnit.DAYS.toNanos(1);

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

    /** Takes some that cannot be refused any more, into debt if need be; gives the nanoseconds until one more may be taken. */
    long take(int count, Pace pace, long now) {
        long most = pace.fullAfterNanos() + LONGEST_DEBT;
        long asked = count > most / pace.intervalNanos() ? most : count * pace.intervalNanos();
        long owed = Math.min(most, (isFull(now) ? 0 : fullAt - now) + asked);
        fullAt = now + owed;
        return Math.max(0, owed - (pace.fullAfterNanos() - pace.intervalNanos()));
    }

    /** Whether a new one would do as well. */
    boolean isFull(long now) {
        return fullAt - now <= 0;
    }
}
