package io.trunkline.codec.internal.frame;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Reads and writes big-endian integers in arrays without objects in between.
 *
 * <p>Unsigned 32-bit values travel as {@code long}: as an {@code int} 0x80000005 is negative, and 0xFFFFFFFF + 8 is 7.
 */
public final class Bytes {
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle SHORT = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle WORD = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private static final long LOW_BITS = 0x0101_0101_0101_0101L;
    private static final long HIGH_BITS = 0x8080_8080_8080_8080L;

    private Bytes() {}

    /**
     * Reads an unsigned 32-bit integer.
     *
     * @param array holds four bytes from {@code at}
     * @param at index of the first
     * @return 0 to 4,294,967,295
     */
    public static long u32(byte[] array, int at) {
        return (int) INT.get(array, at) & 0xFFFF_FFFFL;
    }

    /**
     * Reads 32 bits, such as flags.
     *
     * @param array holds four bytes from {@code at}
     * @param at index of the first
     * @return the bits
     */
    public static int bits32(byte[] array, int at) {
        return (int) INT.get(array, at);
    }

    /**
     * Reads an unsigned 16-bit integer.
     *
     * @param array holds two bytes from {@code at}
     * @param at index of the first
     * @return 0 to 65,535
     */
    public static int u16(byte[] array, int at) {
        return (short) SHORT.get(array, at) & 0xFFFF;
    }

    /**
     * Writes the lower 32 bits of a value.
     *
     * @param array has room for four bytes from {@code at}
     * @param at index of the first
     * @param value what to write
     */
    public static void put32(byte[] array, int at, int value) {
        INT.set(array, at, value);
    }

    /**
     * Writes the lower 16 bits of a value.
     *
     * @param array has room for two bytes from {@code at}
     * @param at index of the first
     * @param value what to write
     */
    public static void put16(byte[] array, int at, int value) {
        SHORT.set(array, at, (short) value);
    }

    /**
     * Finds the first byte of a value, eight at a time.
     *
     * @param array where to look
     * @param from first index
     * @param to behind the last index
     * @param wanted the value
     * @return its index, or -1
     */
    public static int indexOf(byte[] array, int from, int to, byte wanted) {
        int at = from;
        for (; at <= to - Long.BYTES; at += Long.BYTES) {
            int hit = indexIn((long) WORD.get(array, at), wanted);
            if (hit < Long.BYTES) {
                return at + hit;
            }
        }
        for (; at < to; at++) {
            if (array[at] == wanted) {
                return at;
            }
        }
        return -1;
    }

    /** Finds the first byte of a value in eight bytes read in little-endian order; 8 if there is none. */
    static int indexIn(long word, byte wanted) {
        long zeroWhereWanted = word ^ ((wanted & 0xFFL) * LOW_BITS);
        // Borrows spread upwards only, so in little-endian order the lowest hit is always a true one.
        long hits = (zeroWhereWanted - LOW_BITS) & ~zeroWhereWanted & HIGH_BITS;
        return Long.numberOfTrailingZeros(hits) >>> 3;
    }

    /** Gives a buffer with the same remaining bytes that has an array: the same one where it can be. */
    static ByteBuffer heap(ByteBuffer in) {
        if (in.hasArray()) {
            return in;
        }
        byte[] copy = new byte[in.remaining()];
        in.duplicate().get(copy);
        return ByteBuffer.wrap(copy);
    }
}
