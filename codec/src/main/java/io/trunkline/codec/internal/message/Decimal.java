package io.trunkline.codec.internal.message;

/**
 * Writes a positive number in ASCII digits without a string.
 *
 * <p>Thread-safe: stateless.
 */
final class Decimal {
    private Decimal() {}

    static int size(int number) {
        int size = 1;
        for (long bound = 10; number >= bound; bound *= 10) {
            size++;
        }
        return size;
    }

    /** Writes the digits from there and gives the index behind them. */
    static int write(int number, byte[] out, int offset) {
        int end = offset + size(number);
        int rest = number;
        for (int at = end - 1; at >= offset; at--) {
            out[at] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        return end;
    }
}
