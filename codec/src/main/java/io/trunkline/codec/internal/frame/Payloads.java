package io.trunkline.codec.internal.frame;

import io.trunkline.Payload;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/** Moves payloads between arrays, and looks into them without a copy. */
final class Payloads {
    /** Below it a copy costs less than the header that a shared array keeps, and the memory is exact. */
    private static final int WORTH_SHARING = 4_096;

    private Payloads() {}

    /** Copies a range into a payload of its own. */
    static Payload copy(byte[] array, int from, int length) {
        return length == 0 ? Payload.EMPTY : Payload.wrap(Arrays.copyOfRange(array, from, from + length));
    }

    /** Shows what lies behind the first bytes of an array that nobody else has; copied where it would keep a small one alive. */
    static Payload behind(int header, byte[] owned) {
        int length = owned.length - header;
        return length < WORTH_SHARING
                ? copy(owned, header, length)
                : Payload.wrap(owned).slice(header, length);
    }

    /** Finds the first byte of a value, or -1. */
    static int indexOf(Payload payload, byte wanted) {
        ByteBuffer bytes = payload.asByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
        int at = 0;
        for (; at <= bytes.limit() - Long.BYTES; at += Long.BYTES) {
            int hit = Bytes.indexIn(bytes.getLong(at), wanted);
            if (hit < Long.BYTES) {
                return at + hit;
            }
        }
        for (; at < bytes.limit(); at++) {
            if (bytes.get(at) == wanted) {
                return at;
            }
        }
        return -1;
    }
}
