package io.trunkline.transport.internal;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * A piece of an outbound queue: bytes between two indexes, encoded here or, where they lie for good already, referred to.
 *
 * <p>Guarded by the connection's lock, while it is in use.
 */
final class Chunk {
    /** Room for some 80 small frames; what a busy connection of small frames encodes in one turn. */
    static final int CAPACITY = 16 * 1024;

    private static final byte[] NONE = new byte[0];

    /** Empty where the bytes are only referred to: then there is no room for more, and no pool takes the chunk. */
    final byte[] array;

    private final ByteBuffer view;
    int from;
    int to;

    @Nullable
    Chunk next;

    Chunk(int capacity) {
        this.shared = null;
        this.array = new byte[capacity];
        this.view = ByteBuffer.wrap(array);
    }

    /** What waits in a borrowed one, of just its size: nothing follows it there. */
    Chunk keep() {
        Chunk kept = new Chunk(size());
        System.arraycopy(array, from, kept.array, 0, size());
        kept.to = size();
        return kept;
    }

    /** The account of bytes that other queues refer to as well; null for those that are this queue's alone. */
    private final @Nullable SharedBytes shared;

    private Chunk(ByteBuffer bytes, @Nullable SharedBytes shared) {
        this.shared = shared;
        this.array = NONE;
        this.view = bytes;
        this.to = bytes.remaining();
    }

    /** Refers to bytes that nobody will ever change. */
    static Chunk referringTo(ByteBuffer bytes, @Nullable SharedBytes shared) {
        if (shared != null) {
            shared.retain();
        }
        return new Chunk(bytes.slice(), shared);
    }

    /** Whether the bytes are charged elsewhere. */
    boolean isShared() {
        return shared != null;
    }

    /** Has left its queue. */
    void dropped() {
        if (shared != null) {
            shared.release();
        }
    }

    /** Whether another connection may use it next. */
    boolean isPooled() {
        return array.length == CAPACITY;
    }

    int room() {
        return array.length - to;
    }

    int size() {
        return to - from;
    }

    /** Closes the gap that a withdrawn frame leaves; bytes that are referred to go with all that are left of them. */
    void remove(int at, int size) {
        int behind = to - at - size;
        if (behind > 0) {
            System.arraycopy(array, at + size, array, at, behind);
        }
        to -= size;
    }

    /** Shows at most {@code most} of the waiting bytes. */
    ByteBuffer waiting(int most) {
        return view.clear().position(from).limit(from + Math.min(size(), most));
    }
}
