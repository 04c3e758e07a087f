package io.trunkline.transport.internal;

import io.trunkline.transport.CloseReason;
import io.trunkline.transport.OutboundLimits;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The way out of one connection: takes frames from any thread, and gives their bytes to the socket in order.
 *
 * <pre>{@code
 * send on the loop:       stage, without the lock ─▶ dirty ─▶ one flush at the end of the read or the turn
 * write on the loop:      queue ───────────────────▶ dirty ─▶ the same
 * write elsewhere:        queue was empty? one write of at most 64 KiB by the caller ─▶ rest: wake the loop once
 *                         over TLS the loop is woken at once: only it may make records
 * socket took less:       wait for writability, with a write-stall deadline
 * }</pre>
 *
 * <p>This class is what any thread does: queue, write what was queued, wait for room. {@link OutboundTurn} is the loop's part,
 * the stage and the flush; {@link OutboundOffer} goes by the queue, and {@link OutboundWithdrawal} takes back. Guarded by
 * {@code lock}, except what is marked as the loop's. Frames encode themselves under the lock, or into the stage; nothing else is
 * called out to while it is held.
 */
final class Outbound {
    private final TcpConnection connection;
    private final OutboundQueue queue;
    private final SocketWriter writer;
    private final OutboundLevel level;
    private final ReentrantLock lock;
    private final OutboundTurn turn;

    /** Made by the first who asks for any of it: most connections never do. */
    private @Nullable OutboundExtras extras;

    private volatile long written;

    Outbound(TcpConnection connection, OutboundLimits limits, ReentrantLock lock) {
        this.connection = connection;
        this.lock = lock;
        this.queue = new OutboundQueue(connection.loop().buffers().chunks());
        this.level = new OutboundLevel(limits, connection.loop().memory());
        this.writer = new SocketWriter(connection, queue);
        this.turn = new OutboundTurn(this, level);
    }

    TcpConnection connection() {
        return connection;
    }

    private EventLoop loop() {
        return connection.loop();
    }

    ReentrantLock lock() {
        return lock;
    }

    OutboundQueue queue() {
        return queue;
    }

    SocketWriter writer() {
        return writer;
    }

    /** The loop's part. */
    OutboundTurn turn() {
        return turn;
    }

    /** How much waits, for anybody. */
    OutboundLevel level() {
        return level;
    }

    /** The loop's: whether bytes wait, here or in a layer, so that the socket's writability is wanted. */
    boolean isWaiting() {
        return !level.isQueueEmpty() || connection.io().buffered() > 0;
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

    /** Does what the other {@link #write(Outgoing, WriteCallback, boolean) write} does: on the loop it hardly ever takes the lock. */
    long write(Outgoing frame) {
        if (!loop().inLoop()) {
            return write(frame, null, false);
        }
        int size = frame.size();
        Stage to = turn.stageFor(size);
        return to == null ? write(frame, null, false) : stage(frame, size, to);
    }

    private long stage(Outgoing frame, int size, Stage to) {
        long start = to.position();
        frame.writeTo(to.array(), to.size());
        turn.staged(to, size, frame.frames());
        return start;
    }

    /**
     * Queues a frame, or writes it; throws ClosedException or QueueFullException, and then nothing was queued.
     *
     * @param mayBeDropped whether it may go for others of its kind; where there is no room the oldest do, and are counted
     * @return the position of its first byte in the stream
     */
    long write(Outgoing frame, @Nullable WriteCallback callback, boolean mayBeDropped) {
        boolean onLoop = loop().inLoop();
        boolean tellLoop;
        List<Runnable> done;
        long start;
        int dropped;
        int size = frame.size();
        lock.lock();
        try {
            dropped = makeRoomLocked(size, mayBeDropped);
            boolean nothingWaits = queue.isEmpty() && !turn.isStageLent();
            start = queueLocked(frame, size, callback, mayBeDropped);
            boolean here = onLoop || !connection.io().isLoopOnly();
            boolean directly = nothingWaits && size > 0 && here && !onLoop;
            if (directly) {
                writer.writeDirectly();
                publishWritten();
            }
            tellLoop = publish() || (!here && callback != null);
            // Nothing has left, and nobody is to be told of it; and what a layer holds is the loop's to know.
            done = here && (directly || callback != null) ? takeDone() : List.of();
        } finally {
            lock.unlock();
        }
        if (tellLoop) {
            turn.requestFlush();
        }
        tellDropped(dropped);
        PendingCallbacks.run(done);
        return start;
    }

    /**
     * Queues a frame and writes nothing, for those who queue one to many; throws as {@link #write} does.
     *
     * @return whether the loop does not know yet: the caller must then have it flush, for nobody else will
     */
    boolean queueOnly(Outgoing frame, boolean mayBeDropped) {
        int size = frame.size();
        int dropped;
        boolean tellLoop;
        lock.lock();
        try {
            dropped = makeRoomLocked(size, mayBeDropped);
            queueLocked(frame, size, null, mayBeDropped);
            tellLoop = publish();
        } finally {
            lock.unlock();
        }
        tellDropped(dropped);
        return tellLoop;
    }

    /** How many older frames went for this one; throws if it finds no room even so. */
    private int makeRoomLocked(int size, boolean mayBeDropped) {
        connection.requireOpen();
        if (loop().inLoop()) {
            turn.unstage();
        }
        int dropped = mayBeDropped ? extras().dropFor(size, queue) : 0;
        level.requireRoom(size, queue.bytes(), connection);
        return dropped;
    }

    private long queueLocked(Outgoing frame, int size, @Nullable WriteCallback callback, boolean mayBeDropped) {
        long start = enqueue(frame, size, callback);
        if (mayBeDropped) {
            extras().addDroppable(start, size);
        }
        return start;
    }

    private void tellDropped(int dropped) {
        if (dropped > 0) {
            connection.events().onDropped(dropped);
        }
    }

    /** Queues a last frame whatever is waiting already, if the connection still takes any. For refusals. */
    void writeLast(Outgoing frame) {
        assert lock.isHeldByCurrentThread();
        if (connection.state().takesWrites()) {
            enqueue(frame, frame.size(), null);
            publish();
        }
    }

    private OutboundExtras extras() {
        OutboundExtras made = extras == null ? new OutboundExtras(connection, level, lock) : extras;
        extras = made;
        return made;
    }

    private long enqueue(Outgoing frame, int size, @Nullable WriteCallback callback) {
        if (queue.isEmpty()) {
            writer.beginsToWait();
        }
        long start = queue.addedTotal();
        if (size > 0) {
            queue.add(frame, size);
        }
        connection.facts().queuedFrames(frame.frames());
        if (callback != null) {
            extras().add(start, start + size, callback);
        }
        return start;
    }

    /** Publishes the new figures; under the lock; true if the loop must be told about bytes, a failure, or a watermark. */
    boolean publish() {
        boolean mustKnow = (!queue.isEmpty() || writer.failure() != null) && turn.tryTell();
        return publishBytes() || mustKnow;
    }

    /** Tells how much waits now; under the lock; true if that crosses a watermark. */
    boolean publishBytes() {
        return level.queued(queue.bytes(), queue.ownBytes());
    }

    /** Tells how far the queue has left; under the lock. */
    void publishWritten() {
        long now = queue.consumedTotal();
        if (now != written) {
            written = now;
        }
    }

    /** Takes the callbacks whose bytes the kernel has; under the lock, to be run after it. */
    List<Runnable> takeDone() {
        return extras == null ? List.of() : extras.takeDone(writer.flushed());
    }

    /** Waits until a frame of this size may fit, the connection ends, or the time is over; then false. */
    boolean awaitRoom(int size, long nanos) throws InterruptedException {
        lock.lock();
        try {
            return extras().awaitRoom(size, nanos);
        } finally {
            lock.unlock();
        }
    }

    /** Wakes those that wait for room; under the lock. */
    void signalRoom() {
        if (extras != null) {
            extras.signalRoom();
        }
    }

    /** The loop's, last: discards what is waiting and fails its callbacks. */
    void discard(CloseReason reason) {
        List<Runnable> failed;
        lock.lock();
        try {
            failed = extras == null ? List.of() : extras.takeFailed(queue.consumedTotal(), reason);
            turn.unstage();
            queue.clear();
            level.discarded();
            signalRoom();
        } finally {
            lock.unlock();
        }
        turn.stopStall();
        PendingCallbacks.run(failed);
    }
}
