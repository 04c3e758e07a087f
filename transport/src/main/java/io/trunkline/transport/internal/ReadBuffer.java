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
    private final ByteBuffer heap = ByteBuffer.wrap(array);

    /** What to read into: the direct buffer, or the array itself for a layer that prefers it and saves the copy. */
    ByteBuffer cleared(SocketIo io) {
        return io.prefersHeap() ? heap.clear() : direct.clear();
    }

    /** Gives the array with what was read; call once per read, with the buffer that was read into. */
    byte[] filled(ByteBuffer read) {
        if (read.hasArray()) {
            return array;
        }
        direct.flip().get(array, 0, direct.limit());
        return array;
    }

    /** Overwrites the bytes, so that with assertions on, whoever kept a slice notices. Always true. */
    boolean poison(int length) {
        Arrays.fill(array, 0, length, POISON);
        return true;
    }
}
