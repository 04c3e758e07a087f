package io.trunkline.server.internal.broker;

import io.trunkline.Payload;

/**
 * A payload where it lies: in the loop's array, for as long as the read callback runs.
 *
 * @param array holds it; borrowed
 * @param offset its first byte
 * @param length its bytes
 * @param isBinary whether it came with the BINARY flag
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, and gone with the read callback
record Body(byte[] array, int offset, int length, boolean isBinary) {
    /** Copies it, to be kept. */
    Payload copy() {
        byte[] copy = new byte[length];
        System.arraycopy(array, offset, copy, 0, length);
        return Payload.wrap(copy);
    }
}
