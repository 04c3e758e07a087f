package io.trunkline.transport.internal;

import io.trunkline.ClosedException;
import io.trunkline.Delivery;
import io.trunkline.QueueFullException;
import io.trunkline.transport.CloseReason;
import io.trunkline.transport.OutboundLimits;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The way out of one connection: takes frames from any thread, and gives their bytes to the socket in order.
 *
 * <pre>{@code
 * write on the loop:      queue ─▶ dirty ─▶ one flush at the end of the read or the turn
 * write elsewhere:        queue was empty? one write of at most 64 KiB by the caller ─▶ rest: wake the loop once
 *                         over TLS the loop is woken at once: only it may make records
 * socket took less:       wait for writability, with a write-stall deadline
 * }</pre>
 *
 * <p>Everything is guarded by {@code lock} except what is marked as the loop's. Frames encode themselves under the lock;
 * nothing else is called out to while it is held.
 */
final class Outbound {
    private static final VarHandle BYTES = bytesHandle();

    private final TcpConnection connection;
    private final EventLoop loop;
    private final OutboundQueue queue;
    private final SocketWriter writer;
    private final Watermarks marks;
    private final ReentrantLock lock;

    /** Made with the first callback: most connections never have one. */
    private @Nullable PendingCallbacks callbacks;

    /** Made by the first thread that waits for room: few connections have one. */
    private @Nullable Condition room;

    /** Made when so much waits that it counts: a connection that does little has none. */
    private @Nullable MemoryAccount memory;

    /** Made with the first frame that may be dropped: few connections have any. */
    private @Nullable DroppableFrames droppable;

    /** Whether the loop will look at the queue: by its dirty list, a task, or the socket's writability. */
    private boolean loopKnows;

    /** Written for each frame, under the lock: by {@link #BYTES}, since a full fence here is a tenth of a frame's cost. */
    @SuppressWarnings("UnusedVariable") // Read and written through its handle.
    private int bytes;

    private volatile long written;

    /** The loop's own. */
    private boolean dirty;

    /** The loop's own, made when bytes first had to wait. */
    private @Nullable WriteStall stall;

    Outbound(TcpConnection connection, OutboundLimits limits, ReentrantLock lock) {
        this.connection = connection;
        this.loop = connection.loop();
        this.lock = lock;
        this.queue = new OutboundQueue(loop.chunks());
        this.marks = new Watermarks(limits);
        this.writer = new SocketWriter(connection, queue);
    }

    boolean isWritable() {
        return marks.isWritable();
    }

    int bytes() {
        return (int) BYTES.getOpaque(this);
    }

    private static VarHandle bytesHandle() {
        try {
            return MethodHandles.lookup().findVarHandle(Outbound.class, "bytes", int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** The loop's: whether bytes wait, here or in a layer, so that the socket's writability is wanted. */
    boolean isWaiting() {
        return bytes() > 0 || connection.io().buffered() > 0;
    }

    long written() {
        return written;
    }

    /** Why a write has failed, by whichever thread; null while none has. */
    @Nullable
    IOException failure() {
        lock.lock();
        try {
            return writer.failure();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Queues a frame, or writes it; throws ClosedException or QueueFullException, and then nothing was queued.
     *
     * @return the position of its first byte in the stream
     */
    long write(Outgoing frame, @Nullable WriteCallback callback) {
        return write(frame, callback, false);
    }

    /** Does the same; where there is no room, the oldest frames that were written so make it, and are counted. */
    void writeDroppable(Outgoing frame) {
        write(frame, null, true);
    }

    private long write(Outgoing frame, @Nullable WriteCallback callback, boolean mayBeDropped) {
        boolean onLoop = loop.inLoop();
        boolean tellLoop;
        List<Runnable> done;
        long start;
        int size = frame.size();
        lock.lock();
        try {
            requireOpen();
            if (mayBeDropped) {
                dropFor(size);
            }
            requireRoom(size);
            boolean wasEmpty = queue.isEmpty();
            start = enqueue(frame, size, callback);
            if (mayBeDropped) {
                droppable().add(start, size);
            }
            boolean here = onLoop || !connection.io().isLoopOnly();
            boolean directly = wasEmpty && size > 0 && here && !onLoop;
            if (directly) {
                writer.writeDirectly();
                written = queue.consumedTotal();
            }
            tellLoop = afterWriteLocked() || (!here && callback != null);
            // Nothing has left, and nobody is to be told of it; and what a layer holds is the loop's to know.
            done = here && (directly || callback != null) ? takeDone() : List.of();
        } finally {
            lock.unlock();
        }
        if (tellLoop) {
            requestFlush();
        }
        PendingCallbacks.run(done);
        return start;
    }

    /** Takes back a frame that was written without a callback; false if a byte of it has left, or the queue is gone. */
    boolean withdraw(long start, int size) {
        boolean tellLoop;
        lock.lock();
        try {
            if (!queue.withdraw(start, size)) {
                return false;
            }
            // An empty queue too is news to the loop, which may be waiting for writability, watching for a stall,
            // or draining: as long as it counts as knowing of bytes, nobody tells it of new ones.
            tellLoop = afterWriteLocked() || queue.isEmpty();
            signalRoom();
        } finally {
            lock.unlock();
        }
        if (tellLoop) {
            requestFlush();
        }
        return true;
    }

    /** Queues a last frame whatever is waiting already, if the connection still takes any. For refusals. */
    void writeLast(Outgoing frame) {
        assert lock.isHeldByCurrentThread();
        if (connection.state().takesWrites()) {
            enqueue(frame, frame.size(), null);
            afterWriteLocked();
        }
    }

    private void requireOpen() {
        if (!connection.state().takesWrites()) {
            throw new ClosedException("connection to " + connection.id() + " is closed", Delivery.NOT_SENT);
        }
    }

    private void requireRoom(int size) {
        if (size > marks.cap() - queue.bytes()) {
            throw new QueueFullException(
                    "outbound queue to " + connection.id() + " is full: a frame of " + size
                            + " bytes does not fit beside " + queue.bytes() + " bytes that the peer has not taken",
                    marks.cap(),
                    (long) queue.bytes() + size);
        }
    }

    private void dropFor(int size) {
        int missing = size - (marks.cap() - queue.bytes());
        if (missing > 0 && size <= marks.cap()) {
            int dropped = droppable().makeRoom(queue, missing);
            connection.facts().dropped(dropped);
        }
    }

    private DroppableFrames droppable() {
        DroppableFrames frames = droppable == null ? new DroppableFrames() : droppable;
        droppable = frames;
        return frames;
    }

    private long enqueue(Outgoing frame, int size, @Nullable WriteCallback callback) {
        if (queue.isEmpty()) {
            writer.progressed(loop.nanos());
        }
        long start = queue.addedTotal();
        if (size > 0) {
            queue.add(frame, size);
        }
        connection.facts().queuedFrames(frame.frames());
        if (callback != null) {
            callbacks = callbacks == null ? new PendingCallbacks() : callbacks;
            callbacks.add(start, start + size, callback);
        }
        return start;
    }

    /** Publishes the new figures; true if the loop must be told about bytes, a failure, or a watermark. */
    private boolean afterWriteLocked() {
        boolean crossed = publishBytes();
        boolean mustKnow = (!queue.isEmpty() || writer.failure() != null) && !loopKnows;
        loopKnows |= mustKnow;
        return mustKnow || crossed;
    }

    /** True if a watermark was crossed. */
    private boolean publishBytes() {
        int now = queue.bytes();
        BYTES.setOpaque(this, now);
        boolean crossed = marks.crossedBy(now);
        charge(queue.ownBytes()); // Last: whoever looks for the slowest reader then finds it beyond its watermark.
        return crossed;
    }

    private void charge(int waiting) {
        if (memory == null && MemoryAccount.isWorthTelling(waiting)) {
            memory = new MemoryAccount(loop.memory());
        }
        if (memory != null) {
            memory.hold(waiting);
        }
    }

    /** Has the loop flush soon. */
    void requestFlush() {
        if (loop.inLoop()) {
            markDirty();
        } else {
            // An ended loop has closed the connection and failed its callbacks.
            loop.tryExecute(this::flush);
        }
    }

    /** The loop's: asks for a flush at the end of the turn. */
    void markDirty() {
        if (!dirty) {
            dirty = true;
            loop.markDirty(this);
        }
    }

    /** The loop's: flushes unless that has been done since the queue was marked. */
    void flushIfDirty() {
        if (dirty) {
            flush();
        }
    }

    /** The loop's: writes what the socket takes, and arranges for the rest. */
    void flush() {
        assert loop.inLoop();
        dirty = false;
        List<Runnable> done;
        IOException failed;
        boolean left;
        lock.lock();
        try {
            if (connection.state() == ConnectionState.CLOSED) {
                return;
            }
            left = flushLocked();
            done = takeDone();
            failed = writer.failure();
        } finally {
            lock.unlock();
        }
        if (failed != null) {
            connection.events().onLost(failed);
        } else {
            connection.events().onFlushed(left);
            watchStall(left);
        }
        PendingCallbacks.run(done);
        tellWritable();
    }

    private List<Runnable> takeDone() {
        return callbacks == null ? List.of() : callbacks.takeDone(writer.flushed());
    }

    private boolean flushLocked() {
        long before = queue.consumedTotal();
        writer.flush();
        written = queue.consumedTotal();
        if (written != before) {
            signalRoom();
        }
        publishBytes();
        loopKnows = writer.isWaiting();
        return loopKnows;
    }

    /** Waits until a frame of this size may fit, the connection ends, or the time is over; then false. */
    boolean awaitRoom(int size, long nanos) throws InterruptedException {
        lock.lock();
        try {
            long left = nanos;
            while (size > marks.cap() - queue.bytes() && connection.state().takesWrites()) {
                if (left <= 0) {
                    return false;
                }
                left = room().awaitNanos(left);
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    private void watchStall(boolean bytesLeft) {
        WriteStall watch = stall;
        if (watch == null) {
            if (!bytesLeft) {
                return;
            }
            watch = new WriteStall(connection, writer, marks.limits().stall().toNanos());
            stall = watch;
        }
        watch.watch(bytesLeft);
    }

    private Condition room() {
        Condition made = room == null ? lock.newCondition() : room;
        room = made;
        return made;
    }

    private void signalRoom() {
        if (room != null) {
            room.signalAll();
        }
    }

    /** The loop's: reports the watermark that was crossed, if the logic does not know yet. */
    private void tellWritable() {
        if (marks.isNews()) {
            connection.events().onWritable(marks.wasWritable());
        }
    }

    /** The loop's, last: discards what is waiting and fails its callbacks. */
    void discard(CloseReason reason) {
        List<Runnable> failed;
        lock.lock();
        try {
            PendingCallbacks left = callbacks;
            failed = left == null ? List.of() : left.takeFailed(queue.consumedTotal(), connection.id(), reason);
            queue.clear();
            BYTES.setOpaque(this, 0);
            charge(0);
            signalRoom();
        } finally {
            lock.unlock();
        }
        if (stall != null) {
            stall.stop();
        }
        PendingCallbacks.run(failed);
    }
}
