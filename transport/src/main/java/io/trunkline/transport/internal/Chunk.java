package io.trunkline.transport.internal;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** A piece of an outbound queue: encoded bytes between two indexes. Guarded by the connection's lock, while it is in use. */
final class Chunk {
    /** Room for some 80 small frames; what a busy connection of small frames encodes in one turn. */
    static final int CAPACITY = 16 * 1024;

    final byte[] array;
    private final ByteBuffer view;
    int from;
    int to;

    @Nullable
    Chunk next;

    Chunk(int capacity) {
        this.array = new byte[capacity];
        this.view = ByteBuffer.wrap(array);
    }

    int room() {
        return array.length - to;
    }

    int size() {
        return to - from;
    }

    /** Closes the gap that a withdrawn frame leaves. */
    void remove(int at, int size) {
        System.arraycopy(array, at + size, array, at, to - at - size);
        to -= size;
    }

    /** Shows at most {@code most} of the waiting bytes. */
    ByteBuffer waiting(int most) {
        return view.clear().position(from).limit(from + Math.min(size(), most));
    }
}
