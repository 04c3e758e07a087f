package io.trunkline.server.internal.admission;

/**
 * A rate as a bucket has it. Immutable.
 *
 * @param intervalNanos between two that come evenly
 * @param burst how many may come at once
 */
public record Pace(long intervalNanos, int burst) {
    /** What a whole burst takes to fill up again. */
    long fullAfterNanos() {
        return intervalNanos * burst;
    }
}
