package io.trunkline.transport.internal;

import java.util.concurrent.TimeUnit;

/**
 * Counts the failures of one outage of an acceptor, and says how long to wait after each.
 *
 * <p>An accept that works begins the pauses anew; only a while without a failure ends the outage, so that one descriptor that
 * comes and goes does not fill the log. Loop-confined.
 */
final class AcceptOutage {
    private static final long MIN_PAUSE = TimeUnit.MILLISECONDS.toNanos(10);
    /** Whoever was refused tries again within seconds, and should then be served. */
    private static final long MAX_PAUSE = TimeUnit.SECONDS.toNanos(1);

    private long pause = MIN_PAUSE;
    private long since;
    private long failures;
    private long refused;

    /** An accept has failed; gives the pause before the next one. */
    long failed(long now) {
        if (failures++ == 0) {
            since = now;
        }
        long current = pause;
        pause = Math.min(2 * pause, MAX_PAUSE);
        return current;
    }

    /** A connection was refused for want of a descriptor. */
    void refusedOne() {
        refused++;
    }

    /** An accept has worked. */
    void accepted() {
        pause = MIN_PAUSE;
    }

    boolean isOn() {
        return failures > 0;
    }

    boolean isNew() {
        return failures == 1;
    }

    /** Ends the outage; gives what there is to say about it. */
    String end(long now) {
        String report = "failures=" + failures + " refused=" + refused + " after=" + (now - since) / 1_000_000 + "ms";
        failures = 0;
        refused = 0;
        pause = MIN_PAUSE;
        return report;
    }
}
