package io.trunkline.codec.internal.message;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Reads and writes a request id as two longs, eight hex digits at a time and without a string.
 *
 * <pre>{@code
 * 0        9    14   19   24        36
 * xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx     x = 0-9 a-f
 * └──── high ─────┘ └────── low ─────┘
 * }</pre>
 *
 * <p>Any version and variant is an id; upper case, braces and short groups are not. Thread-safe: stateless. Implements
 * SPEC.md section 5.5.
 */
public final class RequestId {
    /** Characters of an id. */
    public static final int LENGTH = 36;

    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long LOW_NIBBLES = 0x0F0F0F0F0F0F0F0FL;

    private RequestId() {}

    /**
     * Reads 36 bytes as an id into its two halves.
     *
     * @param bytes holds at least 36 bytes from there
     * @param at where the id begins
     * @param out takes the halves; changed only if the bytes are an id
     * @return false if any byte is not what it must be
     */
    public static boolean read(byte[] bytes, int at, Halves out) {
        long text1 = (long) LONG.get(bytes, at);
        long text2 = join(bytes, at + 9, at + 14);
        long text3 = join(bytes, at + 19, at + 24);
        long text4 = (long) LONG.get(bytes, at + 28);
        long values1 = nibbles(text1);
        long values2 = nibbles(text2);
        long values3 = nibbles(text3);
        long values4 = nibbles(text4);
        int dashes = (bytes[at + 8] ^ '-') | (bytes[at + 13] ^ '-') | (bytes[at + 18] ^ '-') | (bytes[at + 23] ^ '-');
        long wrong = wrong(text1, values1) | wrong(text2, values2) | wrong(text3, values3) | wrong(text4, values4);
        if ((wrong | dashes) != 0) {
            return false;
        }
        out.high = (pack(values1) << 32) | pack(values2);
        out.low = (pack(values3) << 32) | pack(values4);
        return true;
    }

    /**
     * Tells whether 36 bytes are an id.
     *
     * @param bytes holds at least 36 bytes from there
     * @param at where the id begins
     * @return false if any byte is not what it must be
     */
    public static boolean isLegal(byte[] bytes, int at) {
        return read(bytes, at, new Halves());
    }

    /**
     * Reads the upper half of an id.
     *
     * @param bytes holds an id
     * @param at where it begins
     * @return its most significant 64 bits; 0 if it is no id
     */
    public static long high(byte[] bytes, int at) {
        Halves halves = new Halves();
        return read(bytes, at, halves) ? halves.high : 0;
    }

    /**
     * Reads the lower half of an id.
     *
     * @param bytes holds an id
     * @param at where it begins
     * @return its least significant 64 bits; 0 if it is no id
     */
    public static long low(byte[] bytes, int at) {
        Halves halves = new Halves();
        return read(bytes, at, halves) ? halves.low : 0;
    }

    /** The two halves of an id that {@link #read} has read; reusable, caller-confined. */
    public static final class Halves {
        private long high;
        private long low;

        /** Makes the id of zeros. */
        public Halves() {}

        /**
         * Gives the most significant 64 bits.
         *
         * @return those of the id read last
         */
        public long high() {
            return high;
        }

        /**
         * Gives the least significant 64 bits.
         *
         * @return those of the id read last
         */
        public long low() {
            return low;
        }
    }

    /**
     * Finds the first byte that cannot continue an id.
     *
     * @param bytes holds the text
     * @param from where it begins
     * @param to where it ends
     * @return its index, {@code to} if the text ends too early, or -1 if it is an id
     */
    public static int firstFault(byte[] bytes, int from, int to) {
        int end = Math.min(to, from + LENGTH);
        for (int at = from; at < end; at++) {
            int place = at - from;
            boolean dash = place == 8 || place == 13 || place == 18 || place == 23;
            if (dash ? bytes[at] != '-' : !isHex(bytes[at])) {
                return at;
            }
        }
        return to - from == LENGTH ? -1 : end;
    }

    /**
     * Writes an id.
     *
     * @param high its most significant 64 bits
     * @param low its least significant 64 bits
     * @param out takes 36 bytes
     * @param at where the id begins
     */
    public static void write(long high, long low, byte[] out, int at) {
        long second = digits(high);
        long third = digits(low >>> 32);
        LONG.set(out, at, digits(high >>> 32));
        out[at + 8] = '-';
        INT.set(out, at + 9, (int) (second >>> 32));
        out[at + 13] = '-';
        INT.set(out, at + 14, (int) second);
        out[at + 18] = '-';
        INT.set(out, at + 19, (int) (third >>> 32));
        out[at + 23] = '-';
        INT.set(out, at + 24, (int) third);
        LONG.set(out, at + 28, digits(low));
    }

    private static boolean isHex(byte b) {
        return (b >= '0' && b <= '9') || (b >= 'a' && b <= 'f');
    }

    private static long join(byte[] bytes, int upper, int lower) {
        return ((long) (int) INT.get(bytes, upper) << 32) | ((int) INT.get(bytes, lower) & 0xFFFFFFFFL);
    }

    /** Gives eight digits' values: the low nibble, plus 9 where bit 6 says that it is a letter. */
    private static long nibbles(long text) {
        return (text & LOW_NIBBLES) + ((text >>> 6) & ONES) * 9;
    }

    /** Gives 0 if the text is what its own values would be written as; no carry leaves a byte, whatever the text is. */
    private static long wrong(long text, long values) {
        return (toText(values) ^ text) | (values & ~LOW_NIBBLES);
    }

    private static long toText(long values) {
        long letters = ((values + ONES * 6) >>> 4) & ONES;
        return values + ONES * '0' + letters * ('a' - '0' - 10);
    }

    /** Packs eight values of 4 bits, one per byte, into 32 bits. */
    private static long pack(long values) {
        long pairs = (values | (values >>> 4)) & 0x00FF00FF00FF00FFL;
        long quads = (pairs | (pairs >>> 8)) & 0x0000FFFF0000FFFFL;
        return (quads | (quads >>> 16)) & 0xFFFFFFFFL;
    }

    /** Writes the lower 32 bits as eight digits. */
    private static long digits(long bits) {
        long word = bits & 0xFFFFFFFFL;
        long quads = (word | (word << 16)) & 0x0000FFFF0000FFFFL;
        long pairs = (quads | (quads << 8)) & 0x00FF00FF00FF00FFL;
        return toText((pairs | (pairs << 4)) & LOW_NIBBLES);
    }
}
