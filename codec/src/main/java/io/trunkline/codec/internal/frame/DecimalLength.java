package io.trunkline.codec.internal.frame;

import io.trunkline.FrameException;

/**
 * The length line of {@code line-length}: 1 to 10 ASCII digits without leading zero, then LF (SPEC.md section 3.4).
 *
 * <p>Written by hand because {@code Integer.parseInt} accepts signs and other scripts' digits, and ten digits exceed 32
 * bits.
 */
final class DecimalLength {
    private static final int MOST_DIGITS = 10;

    private DecimalLength() {}

    /** Reads the number, or gives INCOMPLETE while its LF is not there; its line is {@code digits + 1} bytes long. */
    static long read(byte[] array, int from, int to) {
        long number = 0;
        for (int at = from; at < to; at++) {
            int digits = at - from;
            if (array[at] == '\n' && digits > 0) {
                return number;
            }
            int digit = array[at] - '0';
            boolean leadingZero = digits == 1 && number == 0;
            if (digit < 0 || digit > 9 || leadingZero || digits == MOST_DIGITS) {
                throw malformed("not a decimal length; " + FirstBytes.describe(array, from, to), digits);
            }
            number = 10 * number + digit;
        }
        return Delimiter.INCOMPLETE;
    }

    static FrameException malformed(String what, int offset) {
        return new FrameException(FrameReasons.MALFORMED_LENGTH, what, offset);
    }

    static int digits(long number) {
        int digits = 1;
        for (long rest = number / 10; rest > 0; rest /= 10) {
            digits++;
        }
        return digits;
    }

    /** Writes the line and returns the index behind its LF. */
    static int write(int number, byte[] array, int at) {
        int end = at + digits(number);
        int rest = number;
        for (int i = end - 1; i >= at; i--) {
            array[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        array[end] = '\n';
        return end + 1;
    }
}
