package io.trunkline.transport.internal;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * A loop's two read buffers: the kernel fills the direct one, which is copied once into the heap array.
 *
 * <p>Two, because decoders and parsers are quickest on a {@code byte[]}, and a read into the heap makes the JDK do the same
 * copy through a buffer of its own. One pair per loop: an idle connection owns no buffer. Loop-confined.
 */
final class ReadBuffer {
    /** The most that one read takes: larger reads gain nothing measurable and cost cache. */
    static final int CAPACITY = 64 * 1024;

    private static final byte POISON = (byte) 0xDB;

    private final ByteBuffer direct = ByteBuffer.allocateDirect(CAPACITY);
    private final byte[] array = new byte[CAPACITY];

    ByteBuffer cleared() {
        return direct.clear();
    }

    /** Copies what was read and gives the array; call once per read. */
    byte[] copied() {
        direct.flip().get(array, 0, direct.limit());
        return array;
    }

    /** Overwrites the bytes, so that with assertions on, whoever kept a slice notices. Always true. */
    boolean poison(int length) {
        Arrays.fill(array, 0, length, POISON);
        return true;
    }
}
