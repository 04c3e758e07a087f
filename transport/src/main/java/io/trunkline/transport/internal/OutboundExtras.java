package io.trunkline.transport.internal;

import io.trunkline.transport.CloseReason;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What few connections need beside their queue: callbacks for bytes, threads that wait for room, frames that may be dropped.
 *
 * <p>Guarded by the connection's lock; what {@link #takeDone} and {@link #takeFailed} give is run after it is released.
 */
final class OutboundExtras {
    private final TcpConnection connection;
    private final OutboundLevel level;
    private final PendingCallbacks callbacks = new PendingCallbacks();
    private final DroppableFrames droppable = new DroppableFrames();
    private final Condition room;

    OutboundExtras(TcpConnection connection, OutboundLevel level, ReentrantLock lock) {
        this.connection = connection;
        this.level = level;
        this.room = lock.newCondition();
    }

    /** Remembers who wants to know of the bytes from {@code start} to {@code end} of the stream. */
    void add(long start, long end, WriteCallback callback) {
        callbacks.add(start, end, callback);
    }

    /** Takes the callbacks whose last byte the kernel has. */
    List<Runnable> takeDone(long flushed) {
        return callbacks.takeDone(flushed);
    }

    /** Takes the callbacks that are left when the connection ends. */
    List<Runnable> takeFailed(long consumed, CloseReason reason) {
        return callbacks.takeFailed(consumed, connection.id(), reason);
    }

    /** Remembers that a waiting frame may be dropped. */
    void addDroppable(long start, int size) {
        droppable.add(start, size);
    }

    /** Drops what has to go for a frame of this size, if that is enough; gives the number of frames. */
    int dropFor(int size, OutboundQueue queue) {
        int missing = size - level.roomBeside(queue.bytes());
        if (missing <= 0 || size > level.limits().cap()) {
            return 0;
        }
        int dropped = droppable.makeRoom(queue, missing);
        connection.facts().dropped(dropped);
        return dropped;
    }

    /** Waits until a frame of this size may fit, the connection ends, or the time is over; then false. */
    boolean awaitRoom(int size, long nanos) throws InterruptedException {
        long left = nanos;
        while (size > level.room() && connection.state().takesWrites()) {
            if (left <= 0) {
                return false;
            }
            left = room.awaitNanos(left);
        }
        return true;
    }

    /** There may be room, or no sense in waiting for it. */
    void signalRoom() {
        room.signalAll();
    }
}
