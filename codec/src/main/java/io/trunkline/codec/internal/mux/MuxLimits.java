package io.trunkline.codec.internal.mux;

import java.time.Duration;

/**
 * What one multiplexed connection may use; every limit is inclusive.
 *
 * <p>Immutable.
 *
 * @param maxStreams streams that each side may have open at once; the peer's next one is refused
 * @param streamWindow bytes that a stream may have delivered and not consumed
 * @param connectionWindow the same over all streams; reading pauses there
 * @param maxFrame bytes of the largest body that the peer takes or sends
 * @param maxResets closes of its own streams, without data or with a reason, that the peer may make in a
 *     {@code resetPeriod}
 * @param resetPeriod the span in which resets are counted
 * @param writeStall how long written bytes may wait for credit before their stream is closed
 */
public record MuxLimits(
        int maxStreams,
        int streamWindow,
        int connectionWindow,
        int maxFrame,
        int maxResets,
        Duration resetPeriod,
        Duration writeStall) {

    /** What a stream's creator may send before the first grant; fixed by the protocol, so that no round trip is needed. */
    static final int INITIAL_CREDIT = 65_536;

    /** The largest credit a side may hold: a signed 32-bit counter at the peer must not overflow. */
    static final long MAX_CREDIT = Integer.MAX_VALUE;

    /** The defaults of SPEC.md section 7. */
    public static final MuxLimits DEFAULT =
            new MuxLimits(100, 65_536, 1_048_576, 1_048_576, 200, Duration.ofSeconds(30), Duration.ofSeconds(10));

    /** Refuses limits under which nothing could travel. */
    public MuxLimits {
        positive("maxStreams", maxStreams);
        positive("streamWindow", streamWindow);
        positive("connectionWindow", connectionWindow);
        positive("maxFrame", maxFrame);
        positive("maxResets", maxResets);
        positive("resetPeriod", resetPeriod);
        positive("writeStall", writeStall);
    }

    private static void positive(String name, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(name + " is " + value + ", must be 1 or more");
        }
    }

    private static void positive(String name, Duration value) {
        if (value.isZero() || value.isNegative()) {
            throw new IllegalArgumentException(name + " is " + value + ", must be more than PT0S");
        }
    }

    /**
     * Tells how many delivered and unconsumed bytes a connection can hold at all.
     *
     * @return the connection window and one frame: a caller that stops reading when told to never needs more
     */
    long hardLimit() {
        return (long) connectionWindow + maxFrame;
    }
}
