package io.trunkline.transport.internal;

import io.trunkline.ClosedException;
import io.trunkline.Delivery;
import io.trunkline.QueueFullException;
import io.trunkline.transport.CloseReason;
import io.trunkline.transport.OutboundLimits;
import java.io.IOException;
import java.nio.ByteBuffer;
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
 * socket took less:       wait for writability, with a write-stall deadline
 * }</pre>
 *
 * <p>Everything is guarded by {@code lock} except what is marked as the loop's. Frames encode themselves under the lock;
 * nothing else is called out to while it is held.
 */
final class Outbound {
    /** The most that a thread other than the loop writes at once: also what the JDK keeps of direct memory for it. */
    private static final int DIRECT_WRITE = 64 * 1024;
    /** What one connection may send per flush, so that a fast reader does not starve the others. */
    private static final int FLUSH_BUDGET = 512 * 1024;

    private final TcpConnection connection;
    private final EventLoop loop;
    private final SocketIo io;
    private final OutboundLimits limits;
    private final OutboundQueue queue;
    private final PendingCallbacks callbacks = new PendingCallbacks();
    private final WriteStall stall;
    private final Watermarks marks;
    private final ReentrantLock lock;
    private final Condition room;

    /** Whether the loop will look at the queue: by its dirty list, a task, or the socket's writability. */
    private boolean loopKnows;

    private @Nullable IOException failure;
    private volatile int bytes;
    private volatile long written;

    /** The loop's own. */
    private boolean dirty;

    Outbound(TcpConnection connection, SocketIo io, OutboundLimits limits, ReentrantLock lock) {
        this.connection = connection;
        this.loop = connection.loop();
        this.io = io;
        this.limits = limits;
        this.lock = lock;
        this.room = lock.newCondition();
        this.queue = new OutboundQueue(loop.chunks());
        this.marks = new Watermarks(limits);
        this.stall = new WriteStall(connection, limits.stall().toNanos());
    }

    boolean isWritable() {
        return marks.isWritable();
    }

    int bytes() {
        return bytes;
    }

    long written() {
        return written;
    }

    /**
     * Queues a frame, or writes it; throws ClosedException or QueueFullException, and then nothing was queued.
     *
     * @return the position of its first byte in the stream
     */
    long write(Outgoing frame, @Nullable WriteCallback callback) {
        boolean onLoop = loop.inLoop();
        boolean tellLoop;
        List<Runnable> done;
        long start;
        int size = frame.size();
        lock.lock();
        try {
            requireOpen();
            requireRoom(size);
            boolean wasEmpty = queue.isEmpty();
            start = enqueue(frame, size, callback);
            if (wasEmpty && size > 0 && !onLoop) {
                writeDirectly();
            }
            tellLoop = afterWriteLocked();
            done = callbacks.takeDone(queue.consumedTotal());
        } finally {
            lock.unlock();
        }
        if (tellLoop) {
            tellLoop();
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
            room.signalAll();
        } finally {
            lock.unlock();
        }
        if (tellLoop) {
            tellLoop();
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
        if (size > limits.cap() - queue.bytes()) {
            throw new QueueFullException(
                    "outbound queue to " + connection.id() + " is full: a frame of " + size
                            + " bytes does not fit beside " + queue.bytes() + " bytes that the peer has not taken",
                    limits.cap(),
                    (long) queue.bytes() + size);
        }
    }

    private long enqueue(Outgoing frame, int size, @Nullable WriteCallback callback) {
        if (queue.isEmpty()) {
            stall.progress(loop.nanos());
        }
        long start = queue.addedTotal();
        if (size > 0) {
            queue.add(frame, size);
        }
        if (callback != null) {
            callbacks.add(start, start + size, callback);
        }
        return start;
    }

    private void writeDirectly() {
        try {
            took(io.write(queue.first(DIRECT_WRITE)));
        } catch (IOException e) {
            failure = e; // The loop closes; a thread that only wrote must not.
        }
    }

    /** Publishes the new figures; true if the loop must be told about bytes, a failure, or a watermark. */
    private boolean afterWriteLocked() {
        bytes = queue.bytes();
        boolean crossed = marks.crossedBy(bytes);
        boolean mustKnow = (!queue.isEmpty() || failure != null) && !loopKnows;
        loopKnows |= mustKnow;
        return mustKnow || crossed;
    }

    private void tellLoop() {
        if (loop.inLoop()) {
            markDirty();
        } else {
            // An ended loop has closed the connection and failed its callbacks.
            loop.tryExecute(connection.flushTask());
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
            flushLocked();
            left = !queue.isEmpty();
            loopKnows = left;
            bytes = queue.bytes();
            marks.crossedBy(bytes);
            done = callbacks.takeDone(queue.consumedTotal());
            failed = failure;
        } finally {
            lock.unlock();
        }
        if (failed != null) {
            connection.close(CloseReason.of(CloseReason.Kind.LOST, "the peer's side of the socket is gone", failed));
        } else {
            connection.onFlushed(left);
            stall.watch(left);
        }
        PendingCallbacks.run(done);
        tellWritable();
    }

    private void flushLocked() {
        int budget = FLUSH_BUDGET;
        try {
            while (!queue.isEmpty() && budget > 0) {
                ByteBuffer buffer = loop.writeBuffer();
                queue.copyTo(buffer);
                int count = io.write(buffer.flip());
                took(count);
                budget = buffer.hasRemaining() ? 0 : budget - count;
            }
        } catch (IOException e) {
            failure = e;
        }
    }

    private void took(int count) {
        if (count > 0) {
            long now = loop.nanos();
            queue.consumed(count);
            written = queue.consumedTotal();
            stall.progress(now);
            connection.activity().wrote(count, now);
            room.signalAll();
        }
    }

    /** Waits until a frame of this size may fit, the connection ends, or the time is over; then false. */
    boolean awaitRoom(int size, long nanos) throws InterruptedException {
        lock.lock();
        try {
            long left = nanos;
            while (size > limits.cap() - queue.bytes() && connection.state().takesWrites()) {
                if (left <= 0) {
                    return false;
                }
                left = room.awaitNanos(left);
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** The loop's: reports the watermark that was crossed, if the logic does not know yet. */
    private void tellWritable() {
        boolean now = marks.isWritable();
        if (marks.isNews(now)) {
            connection.onWritable(now);
        }
    }

    /** The loop's, last: discards what is waiting and fails its callbacks. */
    void discard(CloseReason reason) {
        List<Runnable> failed;
        lock.lock();
        try {
            failed = callbacks.takeFailed(queue.consumedTotal(), connection.id(), reason);
            queue.clear();
            bytes = 0;
            room.signalAll();
        } finally {
            lock.unlock();
        }
        stall.stop();
        PendingCallbacks.run(failed);
    }
}
