package io.trunkline.transport.internal;

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
 * lock: so the loop may look whether there is one without it. Loop-confined.
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
        writer.flush(reached);
        level.staged(0);
        if (!outbound.queue().isEmpty()) {
            takeBack(reached); // The kernel is full: what comes next has to be queued.
        }
        outbound.publishBytes();
    }

    /** Whether bytes may be staged; under the lock, for any thread. */
    boolean isLent() {
        return stage != null;
    }

    /** The frames that are staged. */
    int frames() {
        return stage == null ? 0 : stage.frames();
    }

    /** Has what is staged wait in the queue; under the lock. */
    void unstage() {
        Stage lent = stage;
        if (lent != null) {
            outbound.writer().queue(lent);
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
            outbound.writer().flush(lent);
            takeBack(lent);
        }
    }

    private void takeBack(Stage lent) {
        level.staged(0);
        stage = null;
        stages().give(lent);
    }
}
