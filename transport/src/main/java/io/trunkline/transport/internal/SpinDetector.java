package io.trunkline.transport.internal;

import java.util.concurrent.TimeUnit;

/**
 * Tells a selector that returns for no reason from one that is merely busy, from nothing but the clock.
 *
 * <p>A select that was meant to sleep, found nothing, was not woken and is back in less than half its time is premature. A
 * sound selector has next to none in a row; a broken one, of which the JDK has had several, has a million per second and
 * burns a core. Loop-confined.
 */
final class SpinDetector {
    /** Premature selects in a row, within {@link #WINDOW}, that a sound selector never reaches. */
    static final int LIMIT = 1_000;

    private static final long WINDOW = TimeUnit.SECONDS.toNanos(1);
    /** One that spins again so soon after a rebuild is not cured by rebuilding: it is slowed down instead. */
    private static final long REBUILD_INTERVAL = TimeUnit.SECONDS.toNanos(10);

    /** What to do about a premature select. */
    enum Verdict {
        GO_ON,
        REBUILD,
        PAUSE
    }

    private int inARow;
    private long since;
    private boolean rebuilt;
    private long rebuiltAt;

    /** A select found something, was woken, or slept: whatever came before is forgotten. */
    void calm() {
        inARow = 0;
    }

    /** A select was premature. */
    Verdict premature(long now) {
        if (inARow == 0 || now - since > WINDOW) {
            inARow = 0;
            since = now;
        }
        if (++inARow <= LIMIT) {
            return Verdict.GO_ON;
        }
        if (rebuilt && now - rebuiltAt < REBUILD_INTERVAL) {
            return Verdict.PAUSE;
        }
        rebuilt = true;
        rebuiltAt = now;
        inARow = 0;
        return Verdict.REBUILD;
    }
}
