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
 * <p>Counts the crossings: an even number means writable. So the loop notices a queue that filled and emptied between two of
 * its looks, which it must tell as well, or whoever stopped sending in between would wait for ever.
 *
 * <p>{@link #crossedBy} is guarded by the connection's lock, {@link #isNews} is the loop's, {@link #isWritable} anybody's.
 */
@SuppressWarnings("NonAtomicVolatileUpdate") // Updated under the connection's lock only.
final class Watermarks {
    private final OutboundLimits limits;
    private volatile int crossings;
    private int told;

    Watermarks(OutboundLimits limits) {
        this.limits = limits;
    }

    int cap() {
        return limits.cap();
    }

    OutboundLimits limits() {
        return limits;
    }

    boolean isWritable() {
        return isWritable(crossings);
    }

    private static boolean isWritable(int crossings) {
        return (crossings & 1) == 0;
    }

    /** Takes note of the bytes that wait now; true if that turns a yes into a no, or back. */
    boolean crossedBy(int bytes) {
        boolean writable = isWritable();
        boolean crossed = writable ? bytes >= limits.high() : bytes <= limits.low();
        if (crossed) {
            crossings++;
        }
        return crossed;
    }

    /** Whether a mark was crossed since this was asked last; {@link #wasWritable} then says what is to be told. */
    boolean isNews() {
        int now = crossings;
        boolean news = now != told;
        told = now;
        return news;
    }

    /** What it was when {@link #isNews} looked. */
    boolean wasWritable() {
        return isWritable(told);
    }
}
