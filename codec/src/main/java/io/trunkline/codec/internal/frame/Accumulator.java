package io.trunkline.codec.internal.frame;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Collects bytes that arrive in pieces, in an array that grows with what has arrived and not with what was promised.
 *
 * <p>Up to {@link #TRUSTED} a promised total is allocated at once. Beyond it the array starts there, doubles with what has
 * arrived, and takes its exact size once a quarter is there. Empty, it owns no array. Caller-confined.
 */
final class Accumulator {
    /** What a mere promise may cost: 64 KiB per connection that only claimed a length (SPEC.md section 2.2). */
    static final int TRUSTED = 64 * 1024;

    /** Where nothing was promised: room for a header or a short line. */
    private static final int SMALLEST = 64;

    private static final byte[] NONE = {};

    private byte @Nullable [] array;
    private int size;

    /** Appends a piece; {@code total} is how many bytes there will be, or negative if nobody knows. */
    void append(byte[] source, int from, int to, long total) {
        int required = size + to - from;
        if (array == null || required > array.length) {
            array = Arrays.copyOf(array(), capacity(capacity(), required, total));
        }
        put(source, from, to);
    }

    /** Appends a piece of what nobody knows the length of, but which will never be more than {@code most} bytes. */
    void appendWithin(int most, byte[] source, int from, int to) {
        int required = size + to - from;
        if (array == null || required > array.length) {
            int roomy = Math.min(most, capacity(capacity(), required, Delimiter.INCOMPLETE));
            array = Arrays.copyOf(array(), Math.max(required, roomy));
        }
        put(source, from, to);
    }

    private void put(byte[] source, int from, int to) {
        System.arraycopy(source, from, array(), size, to - from);
        size += to - from;
    }

    private static int capacity(int now, int required, long total) {
        if (total >= 0 && (total <= TRUSTED || 4L * required >= total)) {
            return (int) total;
        }
        int start = total >= 0 ? TRUSTED : SMALLEST;
        return Math.max(start, Math.max(required, 2 * now));
    }

    /** The bytes are in it from 0 to {@link #size}. */
    byte[] array() {
        return array == null ? NONE : array;
    }

    int size() {
        return size;
    }

    /** What it costs, which may be more than what it holds. */
    int capacity() {
        return array == null ? 0 : array.length;
    }

    /** Forgets what lies behind the first {@code length} bytes. */
    void truncate(int length) {
        size = length;
    }

    /** Gives the array back. */
    void clear() {
        array = null;
        size = 0;
    }
}
