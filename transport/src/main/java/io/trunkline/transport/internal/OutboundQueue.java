package io.trunkline.transport.internal;

import java.nio.ByteBuffer;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Holds the encoded bytes that wait for the socket, in order, in chunks.
 *
 * <pre>{@code
 * head                              tail
 * [....####] ─▶ [########] ─▶ [#####...]     # waiting   add() appends at the tail, consumed() takes from the head
 * }</pre>
 *
 * <p>Owns no chunk while it is empty. A frame lies in one chunk, so that it can encode itself into an array. Knows no socket,
 * lock or policy. Guarded by the connection's lock.
 */
final class OutboundQueue {
    private final ChunkPool pool;
    private @Nullable Chunk head;
    private @Nullable Chunk tail;
    private int bytes;
    private long consumed;
    private long added;

    /** Made with the first frame that is taken back: most connections never have one. */
    private @Nullable Holes holes;

    OutboundQueue(ChunkPool pool) {
        this.pool = pool;
    }

    /** The bytes waiting. */
    int bytes() {
        return bytes;
    }

    boolean isEmpty() {
        return bytes == 0;
    }

    /** All bytes ever taken out: the position of the first waiting byte in the stream. */
    long consumedTotal() {
        return consumed;
    }

    /** All bytes ever added: the position after the last waiting byte in the stream. */
    long addedTotal() {
        return added;
    }

    /** Encodes a frame of {@code size} bytes at the tail; if the frame throws, nothing was added. */
    void add(Outgoing frame, int size) {
        Chunk last = tail;
        Chunk chunk = last != null && last.room() >= size ? last : pool.take(size);
        frame.writeTo(chunk.array, chunk.to);
        chunk.to += size;
        bytes += size;
        added += size;
        if (chunk != last) {
            append(chunk, last);
        }
    }

    private void append(Chunk chunk, @Nullable Chunk last) {
        if (last == null) {
            head = chunk;
        } else {
            last.next = chunk;
        }
        tail = chunk;
    }

    /** Shows at most {@code most} bytes of the first chunk; only while bytes are waiting. */
    ByteBuffer first(int most) {
        return requireHead().waiting(most);
    }

    /** Copies as many waiting bytes as fit, and leaves them waiting. */
    void copyTo(ByteBuffer out) {
        for (Chunk chunk = head; chunk != null && out.hasRemaining(); chunk = chunk.next) {
            out.put(chunk.array, chunk.from, Math.min(chunk.size(), out.remaining()));
        }
    }

    /** Takes out what the socket has taken. */
    void consumed(int count) {
        assert count <= bytes;
        bytes -= count;
        consumed = holes == null ? consumed + count : holes.advance(consumed, count);
        for (int left = count; left > 0; ) {
            Chunk chunk = requireHead();
            int taken = Math.min(left, chunk.size());
            chunk.from += taken;
            left -= taken;
            if (chunk.size() == 0) {
                dropHead(chunk);
            }
        }
    }

    /** Takes back a frame of which no byte was taken; false if it is too late. */
    boolean withdraw(long start, int size) {
        if (start < consumed || bytes == 0) {
            return false;
        }
        Holes made = holes == null ? new Holes() : holes;
        holes = made;
        if (made.beginAt(start)) {
            return true; // Taken back before, by another thread that gave the frame up.
        }
        cut(made.waiting(consumed, start), size);
        bytes -= size;
        made.add(start, size);
        consumed = made.advance(consumed, 0);
        return true;
    }

    /** Removes bytes of one frame, which lies in one chunk. */
    private void cut(long ahead, int size) {
        long skip = ahead;
        Chunk before = null;
        Chunk chunk = requireHead();
        while (skip >= chunk.size()) {
            skip -= chunk.size();
            before = chunk;
            chunk = Objects.requireNonNull(chunk.next, "the frame is not waiting");
        }
        chunk.remove(chunk.from + (int) skip, size);
        if (chunk.size() == 0) {
            unlink(chunk, before);
        }
    }

    private void unlink(Chunk chunk, @Nullable Chunk before) {
        if (before == null) {
            dropHead(chunk);
            return;
        }
        before.next = chunk.next;
        if (chunk == tail) {
            tail = before;
        }
        chunk.next = null;
        pool.give(chunk);
    }

    private Chunk requireHead() {
        return Objects.requireNonNull(head, "nothing is waiting");
    }

    private void dropHead(Chunk chunk) {
        head = chunk.next;
        chunk.next = null;
        if (head == null) {
            tail = null;
        }
        pool.give(chunk);
    }

    /** Discards everything, without counting it as consumed. */
    void clear() {
        bytes = 0;
        while (head != null) {
            dropHead(requireHead());
        }
    }
}
