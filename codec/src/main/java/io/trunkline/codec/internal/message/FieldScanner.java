package io.trunkline.codec.internal.message;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Finds the colon behind a field and hashes the field on the way, eight bytes at a time.
 *
 * <p>The hash depends on the field's bytes alone, not on what stands behind them. Loop-confined.
 */
final class FieldScanner {
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGH_BITS = 0x8080808080808080L;
    private static final long COLONS = ONES * ':';

    /** 2^64 divided by the golden ratio: consecutive inputs land far apart. */
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    private long hash;

    /** Gives the colon's index, or {@code end} if there is none before it. */
    int find(byte[] bytes, int from, int end) {
        long sum = 0;
        for (int at = from; at < end; at += Long.BYTES) {
            long word = word(bytes, at, end);
            long differs = word ^ COLONS;
            // Bits above the lowest may be false; the lowest one is the first colon.
            long colons = (differs - ONES) & ~differs & HIGH_BITS;
            if (colons != 0) {
                int before = Long.numberOfTrailingZeros(colons) >>> 3;
                hash = mix(sum, word & ((1L << (before << 3)) - 1));
                return Math.min(at + before, end);
            }
            sum = mix(sum, word);
        }
        hash = sum;
        return end;
    }

    /** Gives the hash of the field found last. */
    int hash() {
        return (int) (hash ^ (hash >>> 32));
    }

    private static long mix(long sum, long word) {
        long mixed = (sum ^ word) * GOLDEN;
        return mixed ^ (mixed >>> 29);
    }

    /** Reads eight bytes; behind the end they are colons. */
    private static long word(byte[] bytes, int at, int end) {
        if (at + Long.BYTES <= end) {
            return (long) LONG.get(bytes, at);
        }
        long word = COLONS;
        for (int i = 0; i < end - at; i++) {
            int shift = i << 3;
            word = (word & ~(0xFFL << shift)) | ((bytes[at + i] & 0xFFL) << shift);
        }
        return word;
    }
}
