package io.trunkline.transport.internal;

import io.trunkline.transport.OutboundLimits;

/**
 * Says whether it is a good moment to send, with a gap between yes and no.
 *
 * <pre>{@code
 * WRITABLE ──bytes ≥ high──▶ UNWRITABLE
 *     ▲                          │
 *     └───────bytes ≤ low────────┘
 * }</pre>
 *
 * <p>{@link #crossedBy} is guarded by the connection's lock, {@link #isNews} is the loop's, {@link #isWritable} anybody's.
 */
final class Watermarks {
    private final int low;
    private final int high;
    private volatile boolean writable = true;
    private boolean told = true;

    Watermarks(OutboundLimits limits) {
        this.low = limits.low();
        this.high = limits.high();
    }

    boolean isWritable() {
        return writable;
    }

    /** Takes note of the bytes that wait now; true if that turns a yes into a no, or back. */
    boolean crossedBy(int bytes) {
        boolean now = writable ? bytes < high : bytes <= low;
        boolean crossed = now != writable;
        if (crossed) {
            writable = now;
        }
        return crossed;
    }

    /** Compares a reading of {@link #isWritable} with the last that was told, and remembers it as told. */
    boolean isNews(boolean now) {
        boolean news = now != told;
        told = now;
        return news;
    }
}
