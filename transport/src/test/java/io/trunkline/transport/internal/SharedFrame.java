package io.trunkline.transport.internal;

import java.nio.ByteBuffer;

/** A frame that other connections get too. */
@SuppressWarnings("ArrayRecordComponent") // never compared
record SharedFrame(byte[] array) implements Outgoing {
    @Override
    public int size() {
        return array.length;
    }

    @Override
    public void writeTo(byte[] to, int offset) {
        System.arraycopy(array, 0, to, offset, array.length);
    }

    @Override
    public ByteBuffer tail() {
        return ByteBuffer.wrap(array);
    }

    @Override
    public void writeHeadTo(byte[] to, int offset) {
        // All of it is tail.
    }

    @Override
    public boolean isFannedOut() {
        return true;
    }
}
