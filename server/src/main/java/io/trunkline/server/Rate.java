package io.trunkline.server;

import java.time.Duration;
import java.util.Objects;

/**
 * So many in a time, and how many of them may come at once.
 *
 * <p>What was not used fills up evenly: {@code Rate.of(100, Duration.ofSeconds(1)).burst(200)} lets 200 through at once and
 * one more every 10 ms from then on. Immutable; equal by its three parts.
 */
public final class Rate {
    /** Longer, and what is left of a burst would be remembered for days. */
    private static final Duration LONGEST = Duration.ofHours(24);

    private final int count;
    private final Duration per;
    private final int burst;

    private Rate(int count, Duration per, int burst) {
        this.count = count;
        this.per = per;
        this.burst = burst;
    }

    /**
     * Allows a number in a time, and as many at once.
     *
     * @param count at least 1
     * @param per more than zero, at most 24 hours, and at least a nanosecond for each
     * @return the rate
     * @throws IllegalArgumentException naming what is out of its range
     */
    public static Rate of(int count, Duration per) {
        Objects.requireNonNull(per, "per");
        if (count < 1) {
            throw new IllegalArgumentException("count must be at least 1: " + count);
        }
        if (per.isNegative() || per.compareTo(LONGEST) > 0 || per.toNanos() < count) {
            throw new IllegalArgumentException(
                    "per must be at least a nanosecond for each of " + count + " and at most " + LONGEST + ": " + per);
        }
        return new Rate(count, per, count);
    }

    /**
     * Changes how many may come at once.
     *
     * @param burst at least 1, and no more than fill up again within 24 hours
     * @return a copy
     * @throws IllegalArgumentException naming the range
     */
    public Rate burst(int burst) {
        long most = Math.min(Integer.MAX_VALUE, LONGEST.toNanos() / intervalNanos());
        if (burst < 1 || burst > most) {
            throw new IllegalArgumentException("burst must be 1 to " + most + ": " + burst);
        }
        return new Rate(count, per, burst);
    }

    /**
     * Counts what may come in the time.
     *
     * @return at least 1
     */
    public int count() {
        return count;
    }

    /**
     * Gives the time.
     *
     * @return more than zero
     */
    public Duration per() {
        return per;
    }

    /**
     * Counts what may come at once.
     *
     * @return the count unless set
     */
    public int burst() {
        return burst;
    }

    /** The time between two that come evenly. */
    long intervalNanos() {
        return per.toNanos() / count;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Rate that && count == that.count && burst == that.burst && per.equals(that.per);
    }

    @Override
    public int hashCode() {
        return Objects.hash(count, per, burst);
    }

    /** Shows the parts. */
    @Override
    public String toString() {
        return count + " per " + per + ", burst " + burst;
    }
}
