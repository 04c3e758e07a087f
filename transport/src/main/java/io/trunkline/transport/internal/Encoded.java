package io.trunkline.transport.internal;

import java.nio.ByteBuffer;

/** Bytes that are encoded already, by a user's format say, which must not run under a lock. Immutable by agreement. */
public final class Encoded implements Outgoing {
    private final byte[] bytes;

    /** Takes the array as it is: never touch it again. */
    public Encoded(byte[] bytes) {
        this.bytes = bytes;
    }

    @Override
    public int size() {
        return bytes.length;
    }

    @Override
    public void writeTo(byte[] array, int offset) {
        System.arraycopy(bytes, 0, array, offset, bytes.length);
    }

    @Override
    public ByteBuffer tail() {
        return ByteBuffer.wrap(bytes);
    }

    /** There is no head: the queue may refer to all of it. */
    @Override
    public void writeHeadTo(byte[] array, int offset) {}
}
