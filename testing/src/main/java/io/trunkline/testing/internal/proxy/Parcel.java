package io.trunkline.testing.internal.proxy;

/**
 * What one read brought: bytes, or the end of the peer's output.
 *
 * <p>Loop-confined.
 */
final class Parcel {
    private static final byte[] NONE = {};

    private final byte[] bytes;
    private final Fate end;
    private final long arrivedNanos;
    private int taken;

    private Parcel(byte[] bytes, Fate end, long arrivedNanos) {
        this.bytes = bytes;
        this.end = end;
        this.arrivedNanos = arrivedNanos;
    }

    static Parcel of(byte[] bytes, long arrivedNanos) {
        return new Parcel(bytes, Fate.LIVE, arrivedNanos);
    }

    static Parcel end(Fate end, long arrivedNanos) {
        return new Parcel(NONE, end, arrivedNanos);
    }

    /** LIVE for bytes; CLOSE where the peer ended in order, RESET where it did not. */
    Fate end() {
        return end;
    }

    boolean isEnd() {
        return end != Fate.LIVE;
    }

    long arrivedNanos() {
        return arrivedNanos;
    }

    int remaining() {
        return bytes.length - taken;
    }

    byte[] take(int count) {
        byte[] piece = new byte[count];
        System.arraycopy(bytes, taken, piece, 0, count);
        taken += count;
        return piece;
    }
}
