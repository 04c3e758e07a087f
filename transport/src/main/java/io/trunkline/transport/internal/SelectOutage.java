package io.trunkline.transport.internal;

import java.util.concurrent.TimeUnit;

/**
 * Counts the selects of one loop that fail, so that an outage is two lines in the log and not a hundred in a second.
 *
 * <pre>{@code
 *          a select fails: said              10 s without a failure: said, with their number
 * WORKING ───────────────────────▶ FAILING ─────────────────────────────────────────────────▶ WORKING
 * }</pre>
 *
 * <p>Loop-confined.
 */
final class SelectOutage {
    /** What fails now and then is one outage: else each good select between two bad ones would begin another. */
    private static final long CALM = TimeUnit.SECONDS.toNanos(10);

    private long failures;
    private long lastFailure;

    /** A select has failed; true if that is news. */
    boolean failed(long now) {
        lastFailure = now;
        return failures++ == 0;
    }

    boolean isOn() {
        return failures > 0;
    }

    /** A select has worked in an outage; gives the number of failures if that is its end, else 0. */
    long worked(long now) {
        if (now - lastFailure < CALM) {
            return 0;
        }
        long all = failures;
        failures = 0;
        return all;
    }
}
