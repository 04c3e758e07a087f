package io.trunkline.transport;

import java.time.Duration;
import java.util.Objects;

/**
 * Bounds how long a peer may take over one frame that it has begun, so that a byte now and then does not hold a place.
 *
 * <pre>{@code
 * first byte ────── grace ─────────────────── timeout
 *      any pace      │  at least bytesPerSecond │  whole, or the connection ends
 *                    │  since the first byte    │
 * }</pre>
 *
 * <p>The clock stands still while this side does not read. A grace of the timeout or more leaves the timeout alone. Bytes
 * that belong to no frame, as in {@code raw} or in the content of a named file, are not bounded. Immutable.
 *
 * @param timeout from a frame's first byte to its last, 1 ms to 24 h; a frame of 64 MiB over a slow line needs more than the
 *     default
 * @param bytesPerSecond what must have come on average, at least 1
 * @param grace from the first byte until the average counts, 1 ms to 24 h
 */
public record FramePace(Duration timeout, int bytesPerSecond, Duration grace) {
    private static final Duration SHORTEST = Duration.ofMillis(1);
    private static final Duration LONGEST = Duration.ofHours(24);

    /** 10 s, and 240 bytes/s after 5 s. */
    public static final FramePace DEFAULT = new FramePace(Duration.ofSeconds(10), 240, Duration.ofSeconds(5));

    /**
     * Checks each setting.
     *
     * @param timeout as above
     * @param bytesPerSecond as above
     * @param grace as above
     * @throws IllegalArgumentException if one is out of its range; the message names it, its value and the range
     */
    public FramePace {
        requireTime("timeout", timeout);
        requireTime("grace", grace);
        if (bytesPerSecond < 1) {
            throw new IllegalArgumentException("frame pace: bytesPerSecond is at least 1: " + bytesPerSecond);
        }
    }

    private static void requireTime(String name, Duration time) {
        Objects.requireNonNull(time, name);
        if (time.compareTo(SHORTEST) < 0 || time.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("frame pace: " + name + " is 1 ms to 24 h: " + time);
        }
    }

    /**
     * Copies this pace with another timeout.
     *
     * @param longest 1 ms to 24 h
     * @return the copy
     * @throws IllegalArgumentException if it is out of its range
     */
    public FramePace withTimeout(Duration longest) {
        return new FramePace(longest, bytesPerSecond, grace);
    }
}
