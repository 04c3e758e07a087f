package io.trunkline.transport.internal;

import org.jspecify.annotations.Nullable;

/**
 * Keeps a loop's unused chunks, so that a connection owns one only while bytes are waiting.
 *
 * <p>Thread-safe: writers on other threads take from it and give back. Its lock is a leaf: nothing else is locked under it.
 */
final class ChunkPool {
    /** 1 MiB per loop: enough for a burst over 64 connections; more would be held for nothing. */
    static final int MAX_KEPT = 64;

    private @Nullable Chunk first;
    private int kept;

    /** Gives an empty chunk of at least {@code size} bytes. */
    Chunk take(int size) {
        if (size > Chunk.CAPACITY) {
            return new Chunk(size);
        }
        synchronized (this) {
            Chunk chunk = first;
            if (chunk != null) {
                first = chunk.next;
                kept--;
                chunk.next = null;
                return chunk;
            }
        }
        return new Chunk(Chunk.CAPACITY);
    }

    /** Takes a chunk back; one of another size, or one too many, is left to the collector. */
    void give(Chunk chunk) {
        if (!chunk.isPooled()) {
            return;
        }
        chunk.from = 0;
        chunk.to = 0;
        synchronized (this) {
            if (kept < MAX_KEPT) {
                chunk.next = first;
                first = chunk;
                kept++;
            }
        }
    }
}
