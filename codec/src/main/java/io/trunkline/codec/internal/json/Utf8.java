package io.trunkline.codec.internal.json;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Judges UTF-8 strictly, without decoding: whole texts, and sequences that arrive byte by byte.
 *
 * <p>Overlong forms, surrogates and code points above U+10FFFF are as ill-formed as stray bytes. ASCII passes 32 bytes at
 * a time. Thread-safe: stateless.
 */
public final class Utf8 {
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long HIGH_BITS = 0x8080808080808080L;

    private Utf8() {}

    /**
     * Finds the first byte that cannot continue well-formed UTF-8.
     *
     * @param bytes holds the text
     * @param from where it begins
     * @param to where it ends
     * @return the index of the first byte of the first ill-formed sequence, or -1 if there is none
     */
    public static int firstFault(byte[] bytes, int from, int to) {
        int at = from;
        while (at < to) {
            if (bytes[at] >= 0) {
                at = asciiEnd(bytes, at, to);
                continue;
            }
            int length = sequenceLength(bytes, at, to);
            if (length == 0) {
                return at;
            }
            at += length;
        }
        return -1;
    }

    private static int asciiEnd(byte[] bytes, int from, int to) {
        int at = from;
        while (at + 4 * Long.BYTES <= to && (fourFrom(bytes, at) & HIGH_BITS) == 0) {
            at += 4 * Long.BYTES;
        }
        while (at + Long.BYTES <= to && ((long) LONG.get(bytes, at) & HIGH_BITS) == 0) {
            at += Long.BYTES;
        }
        while (at < to && bytes[at] >= 0) {
            at++;
        }
        return at;
    }

    /** The bits that any of four words has. */
    private static long fourFrom(byte[] bytes, int at) {
        return (long) LONG.get(bytes, at)
                | (long) LONG.get(bytes, at + Long.BYTES)
                | (long) LONG.get(bytes, at + 2 * Long.BYTES)
                | (long) LONG.get(bytes, at + 3 * Long.BYTES);
    }

    /** Gives 2 to 4 for a well-formed sequence, 0 for another. */
    private static int sequenceLength(byte[] bytes, int at, int to) {
        int length = length(bytes[at]);
        return length > 0 && at + length <= to && continues(bytes, at, length) ? length : 0;
    }

    /**
     * Tells a sequence's length by its first byte.
     *
     * @param first its first byte
     * @return 1 to 4, or 0 if no sequence begins with it
     */
    public static int length(byte first) {
        int lead = first & 0xFF;
        if (lead < 0x80) {
            return 1;
        }
        if (lead < 0xC2 || lead > 0xF4) {
            return 0;
        }
        return lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    }

    /**
     * Tells whether some bytes are the beginning of a well-formed sequence, or all of it.
     *
     * @param bytes holds them
     * @param at index of the first, with which a sequence can begin
     * @param there how many there are, at least 1 and at most the sequence's {@link #length}
     * @return false if no continuation makes them well-formed
     */
    public static boolean continues(byte[] bytes, int at, int there) {
        if (there > 1 && !isSecond(bytes[at] & 0xFF, bytes[at + 1] & 0xFF)) {
            return false;
        }
        for (int i = 2; i < there; i++) {
            if ((bytes[at + i] & 0xC0) != 0x80) {
                return false;
            }
        }
        return true;
    }

    /** The second byte alone tells overlong forms, surrogates and what lies beyond U+10FFFF. */
    private static boolean isSecond(int lead, int second) {
        int low = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
        int high = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
        return second >= low && second <= high;
    }
}
