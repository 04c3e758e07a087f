package io.trunkline.server;

import io.trunkline.server.internal.observe.HandlerTimes;
import java.time.Duration;

/**
 * Measures the handlers of a server's requests, at one moment.
 *
 * <p>A time runs from the call of the handler to its return, or to the end of the stage that it gave; waiting for a worker is
 * not in it. Immutable.
 */
public final class HandlerStats {
    private final long calls;
    private final long nanos;
    private final long maxNanos;
    private final long failures;

    HandlerStats(HandlerTimes times, long failures) {
        this.calls = times.calls();
        this.nanos = times.nanos();
        this.maxNanos = times.maxNanos();
        this.failures = failures;
    }

    /**
     * Counts the handlers of requests that have ended.
     *
     * @return 0 or more
     */
    public long calls() {
        return calls;
    }

    /**
     * Adds up how long they took.
     *
     * @return never negative
     */
    public Duration totalTime() {
        return Duration.ofNanos(nanos);
    }

    /**
     * Gives how long the longest took.
     *
     * @return since the start of the server
     */
    public Duration maxTime() {
        return Duration.ofNanos(maxNanos);
    }

    /**
     * Counts the handlers that failed.
     *
     * @return those of requests and those of frames
     */
    public long failures() {
        return failures;
    }

    /** Shows every figure. */
    @Override
    public String toString() {
        return "HandlerStats[calls=" + calls + " totalTime=" + totalTime() + " maxTime=" + maxTime() + " failures="
                + failures + "]";
    }
}
