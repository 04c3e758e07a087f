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
 * <p>Positions can be set aside, while nothing waits, for bytes that are collected elsewhere and {@linkplain #prepend come} before
 * all that is added meanwhile:
 *
 * <pre>{@code
 *            reserve(count)                    prepend(chunk of n bytes)
 * ──taken──┤ set aside ........ ├──added──▶    ──taken──┤ n bytes ├ hole ├──added──▶   no hole if nothing was added
 * }</pre>
 *
 * <p>Owns no chunk while it is empty. A frame lies in one chunk, so that it can encode itself into an array; one with a large
 * {@linkplain Outgoing#tail tail} lies in two, of which the second refers to it. Knows no socket, lock or policy. Guarded by
 * the connection's lock.
 */
final class OutboundQueue {
    private final ChunkPool pool;
    private @Nullable Chunk head;
    private @Nullable Chunk tail;
    private int bytes;
    private int sharedBytes;
    private long consumed;
    private long added;

    /** Made with the first gap: most connections never have one. */
    private @Nullable Holes holes;

    OutboundQueue(ChunkPool pool) {
        this.pool = pool;
    }

    /** The bytes waiting. */
    int bytes() {
        return bytes;
    }

    /** Those of the bytes waiting that no other queue refers to. */
    int ownBytes() {
        return bytes - sharedBytes;
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
        // A first frame that others hold too takes no chunk: a thousand members of a room would need a thousand of
        // them.
        int least = frame.isFannedOut() && isEmpty() ? 1 : Outgoing.LARGE;
        ByteBuffer end = size >= least ? frame.tail() : null;
        if (end != null && end.remaining() >= least) {
            addReferring(frame, size - end.remaining(), end);
        } else {
            Chunk chunk = hasRoom(size) ? requireTail() : pool.take(size);
            frame.writeTo(chunk.array, chunk.to);
            chunk.to += size;
            append(chunk);
        }
        bytes += size;
        added += size;
    }

    private void addReferring(Outgoing frame, int headSize, ByteBuffer end) {
        if (headSize > 0) {
            // Of just its size: nothing will follow it there, and a long queue of such frames should hold little else.
            Chunk chunk = hasRoom(headSize) ? requireTail() : new Chunk(headSize);
            frame.writeHeadTo(chunk.array, chunk.to);
            chunk.to += headSize;
            append(chunk);
        }
        SharedBytes shared = frame.shared();
        append(Chunk.referringTo(end, shared));
        sharedBytes += shared == null ? 0 : end.remaining();
    }

    private boolean hasRoom(int size) {
        return tail != null && tail.room() >= size;
    }

    private void append(Chunk chunk) {
        if (chunk == tail) {
            return;
        }
        if (tail == null) {
            head = chunk;
        } else {
            tail.next = chunk;
        }
        tail = chunk;
    }

    /** Shows at most {@code most} bytes of the first chunk; only while bytes are waiting. */
    ByteBuffer first(int most) {
        return requireHead().waiting(most);
    }

    /** Shows at most {@code most} bytes of the second chunk; null if there is none. */
    @Nullable
    ByteBuffer second(int most) {
        Chunk second = requireHead().next;
        return second == null ? null : second.waiting(most);
    }

    /** Copies as many waiting bytes as fit, and leaves them waiting. */
    void copyTo(ByteBuffer out) {
        for (Chunk chunk = head; chunk != null && out.hasRemaining(); chunk = chunk.next) {
            out.put(chunk.waiting(out.remaining()));
        }
    }

    /** Takes out what the socket has taken. */
    void consumed(int count) {
        assert count <= bytes;
        bytes -= count;
        for (int left = count; left > 0; ) {
            Chunk chunk = requireHead();
            int taken = Math.min(left, chunk.size());
            chunk.from += taken;
            sharedBytes -= chunk.isShared() ? taken : 0;
            left -= taken;
            if (chunk.size() == 0) {
                dropHead(chunk);
            }
        }
        consumed = holes == null ? consumed + count : holes.advance(consumed, count);
    }

    /** Counts bytes that went by while nothing was waiting. */
    void passed(int count) {
        assert isEmpty();
        added += count;
        consumed = holes == null ? consumed + count : holes.advance(consumed, count);
    }

    /** Sets so many positions aside, and tells the first of them; only while nothing waits. */
    long reserve(int count) {
        assert isEmpty() : "they would come before what waits";
        long start = added;
        added += count;
        consumed = added;
        return start;
    }

    /**
     * Puts bytes before everything that waits; they are another's, until {@link #keep}.
     *
     * @param start of the positions that were set aside for them
     * @param reserved how many; those left over are given back, or become a hole if there are others behind them
     */
    void prepend(Chunk borrowed, long start, int reserved) {
        int size = borrowed.size();
        // Nothing is taken while positions are set aside; frames that were taken back right behind them are holes, too.
        long unused = consumed - start - size;
        consumed = start;
        if (added == start + reserved) {
            added = start + size;
        } else if (unused > 0) {
            holes().add(start + size, unused);
            consumed = holes().advance(consumed, 0);
        }
        if (size == 0) {
            return;
        }
        borrowed.next = head;
        head = borrowed;
        tail = tail == null ? borrowed : tail;
        bytes += size;
    }

    private Holes holes() {
        Holes made = holes == null ? new Holes() : holes;
        holes = made;
        return made;
    }

    /** Copies what is left of a borrowed chunk, which its owner may use again from now on. */
    void keep(Chunk borrowed) {
        if (head == borrowed) {
            Chunk kept = borrowed.keep();
            kept.next = borrowed.next;
            borrowed.next = null;
            head = kept;
            tail = tail == borrowed ? kept : tail;
        }
    }

    /** Takes back a frame of which no byte was taken; false if it is too late. */
    boolean withdraw(long start, int size) {
        if (start < consumed || bytes == 0) {
            return false;
        }
        Holes made = holes();
        if (made.covers(start)) {
            return true; // Taken back before, by another thread that gave the frame up.
        }
        cut(made.waiting(consumed, start), size);
        bytes -= size;
        made.add(start, size);
        consumed = made.advance(consumed, 0);
        return true;
    }

    /** Removes the bytes of one frame. */
    private void cut(long ahead, int size) {
        long skip = ahead;
        Chunk before = null;
        Chunk chunk = requireHead();
        while (skip >= chunk.size()) {
            skip -= chunk.size();
            before = chunk;
            chunk = Objects.requireNonNull(chunk.next, "the frame is not waiting");
        }
        int part = cutHere(chunk, (int) skip, size, before);
        if (part < size) {
            cut(ahead, size - part); // Behind the gap comes the tail that is referred to.
        }
    }

    private int cutHere(Chunk chunk, int skip, int size, @Nullable Chunk before) {
        int part = Math.min(size, chunk.size() - skip);
        chunk.remove(chunk.from + skip, part);
        sharedBytes -= chunk.isShared() ? part : 0;
        if (chunk.size() == 0) {
            unlink(chunk, before);
        }
        return part;
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
        chunk.dropped();
        pool.give(chunk);
    }

    private Chunk requireHead() {
        return Objects.requireNonNull(head, "nothing is waiting");
    }

    private Chunk requireTail() {
        return Objects.requireNonNull(tail, "nothing is waiting");
    }

    private void dropHead(Chunk chunk) {
        head = chunk.next;
        chunk.next = null;
        if (head == null) {
            tail = null;
        }
        chunk.dropped();
        pool.give(chunk);
    }

    /** Discards everything, without counting it as consumed. */
    void clear() {
        bytes = 0;
        sharedBytes = 0;
        while (head != null) {
            dropHead(requireHead());
        }
    }
}
