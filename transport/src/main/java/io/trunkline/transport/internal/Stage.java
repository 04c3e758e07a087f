package io.trunkline.transport.internal;

import io.trunkline.transport.OutboundLimits;
import java.util.ArrayList;
import java.util.List;

/**
 * Collects what a loop writes to one connection between two flushes: frames are encoded behind one another, without a lock.
 *
 * <pre>{@code
 * [ ############################ .............. ]    up to CAPACITY, or the connection's cap
 *   0                            to       └ mark: WRITE_AT, or, once that was done often enough, the high watermark
 *
 *               queue empty, small frame                  flush: stage, then queue, to the socket
 *   with loop ─────────────────────────────▶ lent ──────────────────────────────────────────────────▶ with loop
 *                                             │  frames of other threads queue behind it
 *   with loop ◀── all of it is queued first ──┘  frame that does not fit, or comes behind a queued one
 *                                                (whoever queued that may have caused it), close
 * }</pre>
 *
 * <p>It belongs to the loop, which lends it to a connection whose queue is empty, and has it back at the latest when that
 * is flushed. So 60 KiB of small frames cost the connection one turn of its lock, and an idle one owns nothing.
 *
 * <p>That it is lent is said once, under the lock: every writer that comes later in any order of causes sees it. What is staged
 * counts for cap and watermarks. A frame that another thread writes at the very same moment may be let in beside it, beyond
 * the cap by less than a stage holds.
 *
 * <p>Its frames have positions in the stream: as many as it may hold are set aside when it is lent, and again whenever it was
 * written.
 *
 * <p>Loop-confined; what moves its bytes, and {@link #withdraw}, is under the lock of the connection that it is lent to.
 */
final class Stage {
    /**
     * A full stage is written at once: with its header it fills one segment of the kernel's, while some bytes more would be
     * a segment of their own: 11.5 instead of 14 M/s where small frames stream. Above that a cache gains nothing either.
     */
    static final int WRITE_AT = 60 * 1024;

    /** Beyond the default high watermark by one frame, so that a sender that looks never leaves it. */
    static final int CAPACITY = 64 * 1024 + Outgoing.LARGE;

    /** With these, one connection sends some 0.5 MiB per turn, so that a sender without an end does not starve the others. */
    private static final int WRITES = 8;

    private static final int NEVER = Integer.MAX_VALUE;

    private final Chunk chunk = new Chunk(CAPACITY);
    private final byte[] array = chunk.array;
    private int to;
    private long start;
    private int limit;
    private int high;
    private int mark;
    private int frames;
    private int writes;

    /** The frames that are not to leave. Guarded by the connection's lock. */
    private final List<Withdrawn> withdrawn = new ArrayList<>();

    private int withdrawnBytes;

    /** A frame that was taken back, by the position of its first byte. */
    private record Withdrawn(long start, int size) {}

    /** Has positions for all that it may hold; the queue is empty, and its next frames come behind them. */
    void begin(OutboundQueue queue) {
        start = queue.reserve(limit);
    }

    /** The position of the next frame. */
    long position() {
        return start + to;
    }

    /** Whether a position is that of a staged frame. */
    boolean covers(long position) {
        return position >= start && position < start + limit;
    }

    /** Begins anew, for a connection with these limits. */
    Stage lent(OutboundLimits limits) {
        limit = Math.min(CAPACITY, limits.cap());
        high = limits.high();
        writes = WRITES;
        clear();
        return this;
    }

    private void clear() {
        assert chunk.next == null && withdrawnBytes == 0 : "still in a queue";
        chunk.from = 0;
        chunk.to = 0;
        to = 0;
        frames = 0;
        mark = writes > 0 ? Math.min(WRITE_AT, high) : high;
    }

    /** Whether a frame of this size fits in, and is small enough to be copied. */
    boolean hasRoom(int size) {
        return size <= limit - to && isFor(size);
    }

    /** Whether it is for frames of this size: large ones are better referred to, and one without a byte moves nothing. */
    static boolean isFor(int size) {
        return size < Outgoing.LARGE && size > 0;
    }

    /** Where to encode the next frame, from {@link #size} on. */
    byte[] array() {
        return array;
    }

    int size() {
        return to;
    }

    /** The frames that are staged. */
    int frames() {
        return frames;
    }

    /** Keeps a frame that has been encoded; true if that reaches the mark. */
    boolean add(int size, int count) {
        to += size;
        frames += count;
        return to >= mark;
    }

    /** Whether it is full, and may still be written within this turn. */
    boolean isDue() {
        return to >= WRITE_AT && writes > 0;
    }

    /** The mark was the watermark, or this was no moment to write: the next one counts. */
    void passMark() {
        if (to < WRITE_AT) {
            mark = WRITE_AT;
        } else {
            mark = to < high ? high : NEVER;
        }
    }

    /** Puts what is staged before all that waits in the queue, which shows it until {@link #leave}. */
    void enter(OutboundQueue queue) {
        chunk.to = to;
        queue.prepend(chunk, start, limit);
    }

    /** Has a frame not leave; tells how many bytes in all will not. On any thread. */
    int withdraw(long at, int size) {
        Withdrawn frame = new Withdrawn(at, size);
        if (!withdrawn.contains(frame)) { // Two threads may give it up.
            withdrawn.add(frame);
            withdrawnBytes += size;
        }
        return withdrawnBytes;
    }

    /** Takes those frames out of the queue that shows it. */
    void cutOut(OutboundQueue queue) {
        if (withdrawnBytes > 0) {
            withdrawn.forEach(frame -> queue.withdraw(frame.start(), frame.size()));
            withdrawn.clear();
            withdrawnBytes = 0;
        }
    }

    /** Leaves a copy of what still waits, and is empty again, without positions. */
    void leave(OutboundQueue queue) {
        queue.keep(chunk);
        writes--;
        clear();
    }
}
