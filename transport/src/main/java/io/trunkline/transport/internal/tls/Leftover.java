package io.trunkline.transport.internal.tls;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the ciphertext that one connection could not get rid of at once; owns nothing while it is empty.
 *
 * <p>Grows by doubling, so that bytes that come one by one are copied a few times each, and not once per byte. Loop-confined.
 */
final class Leftover {
    private static final int MIN_CAPACITY = 512;

    private byte @Nullable [] array;
    private int from;
    private int to;

    int size() {
        return to - from;
    }

    boolean isEmpty() {
        return from == to;
    }

    /** Whether it owns an array: never while it is empty. */
    boolean isHolding() {
        return array != null;
    }

    /** Appends what the buffer has left. */
    void add(ByteBuffer bytes) {
        int count = bytes.remaining();
        if (count > 0) {
            bytes.get(withRoom(count), to, count);
            to += count;
        }
    }

    private byte[] withRoom(int count) {
        byte[] old = array;
        if (old != null && old.length - to >= count) {
            return old;
        }
        int size = size();
        byte[] grown = new byte[Math.max(MIN_CAPACITY, Math.max(size + count, old == null ? 0 : 2 * size))];
        if (old != null) {
            System.arraycopy(old, from, grown, 0, size);
        }
        array = grown;
        from = 0;
        to = size;
        return grown;
    }

    /** Shows what is kept; {@link #skip} what was taken of it. */
    ByteBuffer view() {
        byte[] kept = array;
        return kept == null ? ByteBuffer.allocate(0) : ByteBuffer.wrap(kept, from, size());
    }

    /** Overwrites the first bytes of a buffer that has an array, whatever its position. */
    void copyTo(ByteBuffer buffer) {
        if (array != null) {
            System.arraycopy(array, from, buffer.array(), buffer.arrayOffset(), size());
        }
    }

    /** Drops the first bytes, and the array with the last. */
    void skip(int count) {
        from += count;
        if (from == to) {
            clear();
        }
    }

    void clear() {
        array = null;
        from = 0;
        to = 0;
    }
}
