package io.trunkline.transport.internal;

import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The loop's part in the way out of one connection: collects what a turn sends, without the lock, and flushes once at its end.
 *
 * <pre>{@code
 * stageFor ─▶ encode ─▶ staged ─┬▶ below the mark: nothing else
 *                               └▶ mark: what is full is written; a watermark is taken note of
 *
 * markDirty ─▶ flushIfDirty: stage, then queue ─▶ socket ─▶ what is left waits for writability, with a write-stall deadline
 * }</pre>
 *
 * <p>{@link Stage} says how this keeps the order with all other ways. The stage is lent and given back under the connection's
 * lock: so the loop may look whether there is one without it. A staged frame that another thread takes back stays where it is
 * until the stage is written, since the loop may be filling it: it is cut out then. Loop-confined, except
 * {@link #isStageLent}, {@link #covers}, {@link #withdraw} and {@link #tryTell}, which are guarded by the connection's lock,
 * and {@link #requestFlush}, which is anybody's.
 */
final class OutboundTurn {
    private final Outbound outbound;
    private final OutboundLevel level;

    /** Moved by the loop, under the lock. */
    private @Nullable Stage stage;

    /** Made when bytes first had to wait. */
    private @Nullable WriteStall stall;

    /** Whether the loop will look at the queue: by its dirty list, a task, or the socket's writability. Guarded by the lock. */
    private boolean loopKnows;

    private boolean dirty;

    OutboundTurn(Outbound outbound, OutboundLevel level) {
        this.outbound = outbound;
        this.level = level;
    }

    private EventLoop loop() {
        return outbound.connection().loop();
    }

    /**
     * Where to encode a frame of this size, to be followed by {@link #staged}; null where it has to be written.
     *
     * <p>Nothing is refused here: what is closed or full is for {@link Outbound#write} to say.
     */
    @Nullable
    Stage stageFor(int size) {
        assert loop().inLoop();
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
                loopKnows = true;
            }
        } finally {
            lock.unlock();
        }
        if (stage != null) {
            markDirty();
        }
        return stage;
    }

    private Stages stages() {
        return outbound.connection().loop().buffers().stages();
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
        level.unstaged();
        if (outbound.queue().isEmpty()) {
            reached.begin(outbound.queue());
        } else {
            takeBack(reached); // The kernel is full: what comes next has to be queued.
        }
        outbound.publishBytes();
    }

    /** Whether bytes may be staged; under the lock, for any thread. */
    boolean isStageLent() {
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
            outbound.writer().queue(lent);
            takeBack(lent);
            outbound.publishBytes();
        }
    }

    private void takeBack(Stage lent) {
        level.unstaged();
        stage = null;
        stages().give(lent);
    }

    /** Notes that the loop is told of bytes or a failure; false if it will look at the queue anyway. */
    boolean tryTell() {
        boolean news = !loopKnows;
        loopKnows = true;
        return news;
    }

    /** Has the loop flush soon. */
    void requestFlush() {
        if (loop().inLoop()) {
            markDirty();
        } else {
            askForFlush();
        }
    }

    private void askForFlush() {
        try {
            // An ended loop has closed the connection and failed its callbacks.
            loop().tryExecute(this::flush);
        } catch (OutOfMemoryError e) {
            forgetTelling();
            throw e;
        }
    }

    /** Else nobody would ever ask again. */
    private void forgetTelling() {
        ReentrantLock lock = outbound.lock();
        lock.lock();
        try {
            loopKnows = false;
        } finally {
            lock.unlock();
        }
    }

    /** Asks for a flush at the end of the turn. */
    void markDirty() {
        if (!dirty) {
            loop().turn().markDirty(this); // First: it may need memory.
            dirty = true;
        }
    }

    /** Flushes unless that has been done since the queue was marked. */
    void flushIfDirty() {
        if (dirty) {
            flush();
        }
    }

    /** Writes what the socket takes, and arranges for the rest. */
    void flush() {
        assert loop().inLoop();
        dirty = false;
        List<Runnable> done;
        IOException failed;
        boolean left;
        TcpConnection connection = outbound.connection();
        ReentrantLock lock = outbound.lock();
        lock.lock();
        try {
            if (connection.state() == ConnectionState.CLOSED) {
                return;
            }
            left = flushLocked();
            done = outbound.takeDone();
            failed = outbound.writer().failure();
        } finally {
            lock.unlock();
        }
        try {
            arrange(failed, left);
        } finally {
            PendingCallbacks.run(done); // Nobody else knows them.
        }
        if (level.isNews()) {
            connection.events().onWritable(level.wasWritable());
        }
    }

    /** Sees to what is left, or to the end; where there is no memory for that, whoever writes next asks for it again. */
    private void arrange(@Nullable IOException failed, boolean left) {
        ConnectionEvents events = outbound.connection().events();
        try {
            if (failed != null) {
                events.onLost(failed);
            } else {
                events.onFlushed(left);
                stall = WriteStall.watch(stall, outbound.writer(), left);
            }
        } catch (OutOfMemoryError e) {
            forgetTelling();
            throw e;
        }
    }

    /** Writes what is staged, then what is queued; true if the socket's writability is wanted. */
    private boolean flushLocked() {
        int before = level.bytes();
        SocketWriter writer = outbound.writer();
        Stage lent = stage;
        if (lent == null) {
            writer.flush();
        } else {
            writer.flush(lent);
            takeBack(lent);
        }
        outbound.publishBytes();
        if (level.bytes() < before) {
            outbound.signalRoom();
        }
        outbound.publishWritten();
        loopKnows = writer.isWaiting();
        return loopKnows;
    }

    /** The connection ends: nobody waits for its bytes any more. */
    void stopStall() {
        if (stall != null) {
            stall.stop();
        }
    }
}
