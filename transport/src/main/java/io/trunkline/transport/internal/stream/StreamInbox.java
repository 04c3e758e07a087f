package io.trunkline.transport.internal.stream;

import io.trunkline.Payload;
import java.io.ByteArrayOutputStream;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * Holds what has arrived on a stream until it is read, and counts what was read until the multiplexer is told.
 *
 * <pre>{@code
 *                  256 wait already, and joining is allowed
 *  frame ─┬──────────────────────────────────────────────▶ tail: pieces of 4 KiB ─┐
 *         └─▶ queue, one entry per frame ◀──────────────────────────────────────┘ ─▶ poll
 * }</pre>
 *
 * <p>A window of 64 KiB in frames of one byte would else be 65,536 objects. Guarded by the stream's lock.
 */
final class StreamInbox {
    /** Frames that are kept apart: more than a reader that keeps up ever sees. */
    static final int KEPT_APART = 256;

    /** Small enough not to hold much beside the window, large enough that an object more does not matter. */
    static final int PIECE = 4 * 1024;

    private final ArrayDeque<Payload> queue = new ArrayDeque<>(4);
    private final boolean joins;
    private @Nullable ByteArrayOutputStream tail;
    private long bytes;
    private long consumedBytes;
    private int consumedFrames;
    private boolean discarding;
    private boolean charged = true;

    /** Keeps every frame apart unless {@code joins}. */
    StreamInbox(boolean joins) {
        this.joins = joins;
    }

    /** Takes a frame in; false if it is thrown away and counts as read. */
    boolean add(Payload frame) {
        if (discarding) {
            consumedBytes += frame.size();
            consumedFrames++;
            return false;
        }
        bytes += frame.size();
        if (joins && (tail != null || queue.size() >= KEPT_APART)) {
            join(frame);
        } else {
            queue.add(frame);
        }
        return true;
    }

    private void join(Payload frame) {
        ByteArrayOutputStream joined = tail == null ? new ByteArrayOutputStream(PIECE) : tail;
        tail = joined;
        byte[] more = frame.toBytes();
        joined.write(more, 0, more.length);
        if (joined.size() >= PIECE) {
            endPiece(joined);
        }
    }

    private void endPiece(ByteArrayOutputStream joined) {
        queue.add(Payload.wrap(joined.toByteArray()));
        tail = null;
    }

    /** Takes the next bytes out, or null if nothing waits. */
    @Nullable
    Payload poll() {
        if (queue.isEmpty() && tail != null) {
            endPiece(tail);
        }
        Payload next = queue.poll();
        if (next != null) {
            bytes -= next.size();
            consumedBytes += next.size();
            consumedFrames++;
        }
        return next;
    }

    boolean isEmpty() {
        return queue.isEmpty() && tail == null;
    }

    /** Throws away what waits and what will come; answers the bytes that the budget is not to be charged with any more. */
    long discard() {
        discarding = true;
        long waited = charged(bytes);
        consumedBytes += bytes;
        consumedFrames += queue.size();
        bytes = 0;
        queue.clear();
        tail = null;
        return waited;
    }

    /** Says that the budget is not to be charged with any of it from now on; answers what it was charged with. */
    long uncharge() {
        long waited = charged(bytes);
        charged = false;
        return waited;
    }

    /** What the budget is charged with for so many bytes. */
    long charged(long size) {
        return charged ? size : 0;
    }

    /** What was read and not yet told. */
    long consumedBytes() {
        return consumedBytes;
    }

    /** Takes out what was read and not yet told. */
    long takeConsumedBytes() {
        long taken = consumedBytes;
        consumedBytes = 0;
        return taken;
    }

    /** Takes out how many of the frames that came are held no more; means nothing where frames are joined. */
    int takeConsumedFrames() {
        int taken = consumedFrames;
        consumedFrames = 0;
        return taken;
    }
}
