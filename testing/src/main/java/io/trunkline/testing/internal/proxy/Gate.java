package io.trunkline.testing.internal.proxy;

/**
 * What one toxic does to one direction of one connection; by itself it lets everything pass.
 *
 * <pre>{@code
 * head of the queue ─▶ delay of every gate over? ─▶ the least limit of all ─▶ change by each in turn ─▶ passed ─▶ socket
 * }</pre>
 *
 * <p>Loop-confined. It lives from the moment its toxic is set, or its connection opened, until either ends, so what it counts
 * is counted from there.
 */
abstract class Gate {
    /** The delay of what does not pass until the toxics change. */
    static final long NEVER = Long.MAX_VALUE;

    /** Whether the peer's bytes are read at all: if not, they wait in the kernel, and its window closes. */
    boolean reads() {
        return true;
    }

    /** Whether nothing passes until the toxics change, not even what is being written. */
    boolean isShut() {
        return false;
    }

    /** Whether what passes gets lost, even what is being written. */
    boolean swallows() {
        return false;
    }

    /** Nanoseconds until the head of the queue may go on; 0 or less for now. */
    long delay(Parcel head, long now) {
        return 0;
    }

    /** How many of these bytes may go in one piece; at least 1, since the delay is over. */
    int limit(int bytes, long now) {
        return bytes;
    }

    /** What goes instead of a piece; the array may be changed in place. */
    byte[] change(byte[] piece) {
        return piece;
    }

    /** Told that so many bytes were taken from the queue. */
    void passed(int bytes, long now) {}

    /** What becomes of the connection now. */
    Fate fate() {
        return Fate.LIVE;
    }

    /** What becomes of the connection when the toxic is taken away. */
    Fate lifted() {
        return Fate.LIVE;
    }
}
