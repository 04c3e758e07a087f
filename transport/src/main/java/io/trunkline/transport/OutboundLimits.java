package io.trunkline.transport;

import io.trunkline.Overflow;
import java.time.Duration;
import java.util.Objects;

/**
 * Bounds what may wait for a peer that reads slowly, and says what happens at the bound.
 *
 * <pre>{@code
 * 0 ──── low ──────── high ─────────────── cap
 *        writable     unwritable            overflow: the policy decides
 *        again below  from here
 * }</pre>
 *
 * <p>Bytes of one connection. Independent of the cap, a connection whose peer takes no byte for {@code stall} while bytes
 * are waiting is closed. Immutable.
 *
 * @param low at or below this many bytes a connection turns writable again, at least 0
 * @param high at or above this many bytes it turns unwritable, more than {@code low}
 * @param cap no frame is queued that would cross this many bytes, at least {@code high}
 * @param stall how long the peer may take no byte, 1 ms to 1 h
 * @param overflow what a full queue does to {@code send}; DROP_OLDEST drops whole frames only that nobody waits for
 */
public record OutboundLimits(int low, int high, int cap, Duration stall, Overflow overflow) {
    private static final Duration MIN_STALL = Duration.ofMillis(1);
    private static final Duration MAX_STALL = Duration.ofHours(1);

    /** 16 KiB, 64 KiB, 8 MiB, 10 s, {@link Overflow#FAIL}. */
    public static final OutboundLimits DEFAULT =
            new OutboundLimits(16 * 1024, 64 * 1024, 8 * 1024 * 1024, Duration.ofSeconds(10), Overflow.FAIL);

    /**
     * Checks each setting and how they fit together.
     *
     * @param low as above
     * @param high as above
     * @param cap as above
     * @param stall as above
     * @param overflow as above
     * @throws IllegalArgumentException if one is out of its range; the message names it, its value and the range
     */
    public OutboundLimits {
        Objects.requireNonNull(overflow, "overflow");
        require(low >= 0, "low is at least 0", low);
        require(high > low, "high is more than low (" + low + ")", high);
        require(cap >= high, "cap is at least high (" + high + ")", cap);
        require(stall.compareTo(MIN_STALL) >= 0 && stall.compareTo(MAX_STALL) <= 0, "stall is 1 ms to 1 h", stall);
    }

    private static void require(boolean condition, String rule, Object actual) {
        if (!condition) {
            throw new IllegalArgumentException("outbound limits: " + rule + ": " + actual);
        }
    }
}
