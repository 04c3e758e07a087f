package io.trunkline.transport.internal;

import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The short way out of one connection: small frames that the loop sends go into a stage, without the lock.
 *
 * <pre>{@code
 * stageFor ─▶ encode ─▶ staged ─┬▶ below the mark: nothing else
 *                               └▶ mark: what is full is written; a watermark is taken note of
 * }</pre>
 *
 * <p>{@link Stage} says how this keeps the order with all other ways. The stage is lent and given back under the connection's
 * lock: so the loop may look whether there is one without it. A staged frame that another thread takes back stays where it is
 * until the stage is written, since the loop may be filling it: it is cut out then. Loop-confined, except
 * {@link #isLent}, {@link #covers} and {@link #withdraw}, which are guarded by the connection's lock.
 */
final class Staging {
    private final Outbound outbound;
    private final OutboundLevel level;

    /** Moved by the loop, under the lock. */
    private @Nullable Stage stage;

    Staging(Outbound outbound, OutboundLevel level) {
        this.outbound = outbound;
        this.level = level;
    }

    /**
     * Where to encode a frame of this size, to be followed by {@link #staged}; null where it has to be written.
     *
     * <p>Nothing is refused here: what is closed or full is for {@link Outbound#write} to say.
     */
    @Nullable
    Stage stageFor(int size) {
        assert outbound.connection().loop().inLoop();
        if (!level.isQueueEmpty() || !outbound.connection().state().takesWrites()) {
            return null;
        }
        Stage lent = stage;
        if (lent == null) {
            return Stage.isFor(size) ? lend(size) : null;
        }
        return lent.hasRoom(size) ? lent : null;
    }

    private @Nullable Stage lend(int size) {
        ReentrantLock lock = outbound.lock();
        lock.lock();
        try {
            if (!outbound.queue().isEmpty() || size > level.limits().cap()) {
                return null;
            }
            stage = stages().take(level.limits());
            if (stage != null) {
                stage.begin(outbound.queue());
                outbound.loopKnows();
            }
        } finally {
            lock.unlock();
        }
        if (stage != null) {
            outbound.markDirty();
        }
        return stage;
    }

    private Stages stages() {
        return outbound.connection().loop().stages();
    }

    /** The frame is encoded. */
    void staged(Stage to, int size, int frames) {
        boolean marked = to.add(size, frames);
        level.staged(to.size());
        if (marked) {
            ReentrantLock lock = outbound.lock();
            lock.lock();
            try {
                reachedMark(to);
            } finally {
                lock.unlock();
            }
        }
    }

    /** Writes what is full, or takes note of the watermark; the flush that is due tells either. */
    private void reachedMark(Stage reached) {
        SocketWriter writer = outbound.writer();
        if (!reached.isDue() || writer.isWaiting()) {
            level.isCrossed();
            reached.passMark();
            return;
        }
        flush(reached);
        level.unstaged();
        if (outbound.queue().isEmpty()) {
            reached.begin(outbound.queue());
        } else {
            takeBack(reached); // The kernel is full: what comes next has to be queued.
        }
        outbound.publishBytes();
    }

    /** Whether bytes may be staged; under the lock, for any thread. */
    boolean isLent() {
        return stage != null;
    }

    /** Whether a position is that of a staged frame. */
    boolean covers(long position) {
        return stage != null && stage.covers(position);
    }

    /** Has a staged frame, whose position is covered, not leave. */
    void withdraw(long start, int size) {
        Stage lent = Objects.requireNonNull(stage, "covers the position");
        level.takenBack(lent.withdraw(start, size));
    }

    /** The frames that are staged. */
    int frames() {
        return stage == null ? 0 : stage.frames();
    }

    /** Has what is staged wait in the queue; under the lock. */
    void unstage() {
        Stage lent = stage;
        if (lent != null) {
            SocketWriter writer = outbound.writer();
            writer.enter(lent);
            lent.cutOut(outbound.queue());
            lent.leave(outbound.queue());
            writer.beginsToWait();
            takeBack(lent);
            outbound.publishBytes();
        }
    }

    /** Writes what is staged, then what is queued; under the lock. */
    void flush() {
        Stage lent = stage;
        if (lent == null) {
            outbound.writer().flush();
        } else {
            flush(lent);
            takeBack(lent);
        }
    }

    /** What the socket does not take of the stage stays in the queue. */
    private void flush(Stage lent) {
        OutboundQueue queue = outbound.queue();
        SocketWriter writer = outbound.writer();
        writer.enter(lent);
        lent.cutOut(queue);
        int before = queue.bytes();
        writer.flush();
        if (before > 0 && queue.bytes() == before) {
            writer.beginsToWait();
        }
        lent.leave(queue);
    }

    private void takeBack(Stage lent) {
        level.unstaged();
        stage = null;
        stages().give(lent);
    }

    /**
     * Writes a frame that others get too, by itself and at once; false where something waits before it, or it must be refused.
     *
     * <p>No queue then holds it for a moment, which for a thousand of them costs as much as the rest of their way.
     */
    boolean tryOffer(Outgoing frame) {
        assert outbound.connection().loop().inLoop();
        ByteBuffer bytes = frame.isFannedOut() ? frame.tail() : null;
        if (bytes == null || bytes.remaining() != frame.size()) {
            return false;
        }
        boolean left;
        ReentrantLock lock = outbound.lock();
        lock.lock();
        try {
            if (!mayOffer(bytes.remaining())) {
                return false;
            }
            outbound.writer().offer(bytes, frame);
            left = outbound.offered();
        } finally {
            lock.unlock();
        }
        if (left) {
            outbound.requestFlush();
        }
        return true;
    }

    private boolean mayOffer(int size) {
        TcpConnection connection = outbound.connection();
        return outbound.queue().isEmpty()
                && stage == null
                && outbound.writer().failure() == null
                && !connection.io().isLoopOnly()
                && connection.state().takesWrites()
                && size > 0
                && size <= Math.min(SocketWriter.FLUSH_WRITE, level.limits().cap());
    }
}
