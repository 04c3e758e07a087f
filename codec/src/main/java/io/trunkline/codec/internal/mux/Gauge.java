package io.trunkline.codec.internal.mux;

/**
 * A level of bytes that turns full at its limit and stays so until half of it is gone.
 *
 * <pre>{@code
 *  ROOM ──bytes ≥ limit──▶ FULL ──bytes ≤ limit / 2──▶ ROOM
 * }</pre>
 *
 * <p>Loop-confined. Half, not one byte less: otherwise reading would be switched at every message.
 */
final class Gauge {
    private final long limit;
    private long bytes;
    private boolean full;

    Gauge(long limit) {
        this.limit = limit;
    }

    /** Adds bytes and tells whether that has just made it full. */
    boolean fill(long added) {
        bytes += added;
        boolean turned = !full && bytes >= limit;
        full |= turned;
        return turned;
    }

    /** Takes bytes away and tells whether that has just made room. */
    boolean drain(long taken) {
        bytes -= taken;
        boolean turned = full && bytes <= limit / 2;
        full &= !turned;
        return turned;
    }

    long bytes() {
        return bytes;
    }
}
