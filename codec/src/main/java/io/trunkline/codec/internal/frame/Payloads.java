package io.trunkline.codec.internal.frame;

import io.trunkline.Payload;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/** Moves payloads between arrays, and looks into them without a copy. */
final class Payloads {
    private Payloads() {}

    /** Copies a range into a payload of its own. */
    static Payload copy(byte[] array, int from, int length) {
        return length == 0 ? Payload.EMPTY : Payload.wrap(Arrays.copyOfRange(array, from, from + length));
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
