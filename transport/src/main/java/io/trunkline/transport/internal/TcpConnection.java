package io.trunkline.transport.internal;

import io.trunkline.ClosedException;
import io.trunkline.QueueFullException;
import io.trunkline.transport.Attribute;
import io.trunkline.transport.CloseReason;
import io.trunkline.transport.Connection;
import io.trunkline.transport.ConnectionStats;
import io.trunkline.transport.Endpoint;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.SelectionKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connected socket: joins the way in, the way out and the lifecycle, and guards the logic above.
 *
 * <pre>{@code
 *        peer ends its output
 *  OPEN ──────────────────────▶ HALF_CLOSED            reads: OPEN only, unless paused
 *   │  closeAfterWrites, refuse   │                    writes are taken: OPEN, HALF_CLOSED
 *   ├──────────▶ DRAINING ◀───────┤
 *   │               │ queue empty: our output is shut down
 *   │               ▼             │
 *   │           LINGERING         │                    reads and throws away: 256 KiB or 1 s,
 *   │               │ peer ends   │                    so that the peer gets our last frame
 *   ▼               ▼             ▼
 *  CLOSED ◀── close, failure, stall: from every state. The loop then closes the socket and calls onClose.
 * }</pre>
 *
 * <p>The state moves under the connection's lock, by any thread; the socket is read, shut down and closed by the loop alone.
 * So a write that got the lock either queues its bytes or sees the end and throws. The reason that came first is kept.
 *
 * <p>Thread-safe; the methods without a modifier that begin with {@code on} are the loop's.
 */
public final class TcpConnection implements Connection, Selectable {
    private static final Logger log = LoggerFactory.getLogger(TcpConnection.class);

    private static final CloseReason CLOSED_HERE = CloseReason.of(CloseReason.Kind.LOCAL, "closed by this side");

    private final String id;
    private final EventLoop loop;
    private final SocketIo io;
    private final LogicGuard logic;
    private final ReentrantLock lock = new ReentrantLock();
    private final Lifecycle lifecycle = new Lifecycle(lock);
    private final Activity activity;
    private final Attributes attributes = new Attributes();
    private final Inbound inbound;
    private final Outbound outbound;
    private final Runnable flushTask;
    private @Nullable Linger linger;
    private boolean inputEnded;
    private boolean tornDown;

    TcpConnection(EventLoop loop, SocketIo io, ConnectionSettings settings, ConnectionLogic logic) {
        InetSocketAddress remote = io.remoteAddress();
        this.id = new Endpoint(remote.getAddress().getHostAddress(), remote.getPort()).toString();
        this.loop = loop;
        this.io = io;
        this.logic = new LogicGuard(this, logic);
        this.activity = new Activity(loop.nanos());
        this.inbound = new Inbound(this, io);
        this.outbound = new Outbound(this, io, settings.outbound(), lock);
        this.flushTask = outbound::flush;
    }

    /** The loop's: tells the logic, and begins to read. */
    void open() {
        log.debug("conn={} event=open loop={}", id, loop);
        logic.open();
        updateInterest();
    }

    @Override
    public String id() {
        return id;
    }

    public EventLoop loop() {
        return loop;
    }

    @Override
    public InetSocketAddress remoteAddress() {
        return io.remoteAddress();
    }

    @Override
    public InetSocketAddress localAddress() {
        return io.localAddress();
    }

    @Override
    public boolean isOpen() {
        return lifecycle.state().takesWrites();
    }

    @Override
    public Instant connectedAt() {
        return activity.connectedAt();
    }

    @Override
    public Duration sinceLastActivity() {
        return Duration.ofNanos(Math.max(0, loop.nanos() - activity.lastNanos()));
    }

    /** The monotonic instant from which a silence counts: of the last byte either way, or of the end of a pause. */
    public long silentSinceNanos() {
        long lastByte = activity.lastNanos();
        long resumed = inbound.resumedAt();
        return resumed - lastByte > 0 ? resumed : lastByte;
    }

    /** Whether this side does not read at the moment, so that the peer's silence means nothing. */
    public boolean isReadingPaused() {
        return inbound.isPaused();
    }

    @Override
    public ConnectionStats stats() {
        return new ConnectionStats(
                activity.bytesRead(), activity.bytesWritten(), activity.framesDropped(), outbound.bytes());
    }

    @Override
    public <T> Optional<T> get(Attribute<T> attribute) {
        return attributes.get(attribute);
    }

    @Override
    public <T> void set(Attribute<T> attribute, T value) {
        attributes.set(attribute, value);
    }

    /**
     * Queues a frame, or writes it at once if the caller is another thread and nothing is queued. Never blocks.
     *
     * @return the position of its first byte among all that this connection sends, for {@link #withdraw}
     * @throws QueueFullException if it would cross the outbound cap; nothing was queued
     * @throws ClosedException if the connection is closing or closed; nothing was queued
     */
    public long write(Outgoing frame) {
        return outbound.write(frame, null);
    }

    /** Takes back a frame that was written without a callback; false if a byte of it has left. Thread-safe. */
    public boolean withdraw(long position, int size) {
        return outbound.withdraw(position, size);
    }

    /** The position of the first byte that the socket has not taken; frames that were taken back have positions too. */
    public long written() {
        return outbound.written();
    }

    /** Does the same, and tells the callback when the kernel has the frame or the connection has ended. */
    public void write(Outgoing frame, WriteCallback callback) {
        outbound.write(frame, callback);
    }

    /** Blocks until a frame of this size may fit or the connection ends; false when the time is over first. */
    public boolean awaitRoom(int size, long nanos) throws InterruptedException {
        return outbound.awaitRoom(size, nanos);
    }

    /** Whether fewer bytes are queued than the watermark that counts now. */
    public boolean isWritable() {
        return outbound.isWritable();
    }

    /** The bytes that wait for the socket. */
    public int outboundBytes() {
        return outbound.bytes();
    }

    /** Counts a frame that an overflow policy has dropped. */
    public void countDropped() {
        lock.lock();
        try {
            activity.dropped();
        } finally {
            lock.unlock();
        }
    }

    /** Stops reading until {@link #resumeReading} with the same reason. Bytes that were read are still handed over. */
    public void pauseReading(PauseReason reason) {
        if (inbound.pause(reason)) {
            onLoop(this::updateInterest);
        }
    }

    /** Takes back one reason not to read. */
    public void resumeReading(PauseReason reason) {
        if (inbound.resume(reason)) {
            onLoop(this::updateInterest);
        }
    }

    private void onLoop(Runnable action) {
        if (loop.inLoop()) {
            action.run();
        } else {
            loop.tryExecute(action); // An ended loop has closed this connection: nothing is left to do.
        }
    }

    @Override
    public void close() {
        close(CLOSED_HERE);
    }

    /** Discards what is queued and closes; the reason is kept if it is the first. Returns at once. */
    public void close(CloseReason reason) {
        boolean first;
        lock.lock();
        try {
            first = lifecycle.tryMoveTo(ConnectionState.CLOSED, reason);
        } finally {
            lock.unlock();
        }
        if (first) {
            // As a task, also on the loop: onClose is never called from within another callback.
            loop.tryExecute(this::tearDown);
        }
    }

    /** Takes nothing more, sends what is queued, shuts down the output, and closes once the peer has too, or after 1 s. */
    public void closeAfterWrites(CloseReason reason) {
        drain(null, reason);
    }

    /**
     * Does the same after one last frame, which is queued even where the cap is reached; nothing more is handed over.
     *
     * @param last the error to show to the peer, or null where the format has none
     */
    public void refuse(@Nullable Outgoing last, CloseReason reason) {
        drain(last, reason);
    }

    private void drain(@Nullable Outgoing last, CloseReason reason) {
        lock.lock();
        try {
            if (last != null) {
                outbound.writeLast(last);
            }
            lifecycle.tryMoveTo(ConnectionState.DRAINING, reason);
        } finally {
            lock.unlock();
        }
        if (loop.inLoop()) {
            outbound.markDirty();
        } else {
            loop.tryExecute(flushTask);
        }
    }

    @Override
    public CompletionStage<CloseReason> closed() {
        return lifecycle.closed().minimalCompletionStage();
    }

    ConnectionState state() {
        return lifecycle.state();
    }

    Activity activity() {
        return activity;
    }

    Runnable flushTask() {
        return flushTask;
    }

    @Override
    public void onReady(SelectionKey key) throws IOException {
        int ready = key.readyOps();
        if ((ready & SelectionKey.OP_READ) != 0) {
            inbound.read();
        }
        if ((ready & SelectionKey.OP_WRITE) != 0) {
            outbound.flush();
        } else {
            // The answers to what was just read leave now, in one write, and give their chunk back for the next
            // connection.
            outbound.flushIfDirty();
        }
        updateInterest();
    }

    @Override
    public void onFailure(Throwable failure) {
        if (failure instanceof IOException) {
            close(CloseReason.of(CloseReason.Kind.LOST, "the connection was lost", failure));
        } else {
            logic.failed("onReady", failure);
        }
    }

    @Override
    public void onLoopEnding() {
        close(CloseReason.of(CloseReason.Kind.SHUTDOWN, "the runtime was closed"));
        tearDown();
    }

    void onBytes(byte[] array, int count) {
        logic.bytes(array, count);
    }

    void onWritable(boolean writable) {
        logic.writable(writable);
    }

    void onDiscarded(int count) {
        if (linger != null) {
            linger.discarded(count);
        }
    }

    void onInputEnded() {
        inputEnded = true;
        if (lifecycle.is(ConnectionState.LINGERING)) {
            close();
            return;
        }
        boolean halfClosed;
        lock.lock();
        try {
            halfClosed = lifecycle.tryMoveTo(ConnectionState.HALF_CLOSED);
        } finally {
            lock.unlock();
        }
        if (halfClosed) {
            logic.end();
        }
    }

    /** Called after each flush. */
    void onFlushed(boolean bytesLeft) {
        if (!bytesLeft && lifecycle.is(ConnectionState.DRAINING)) {
            endOutput();
        }
        io.want(inbound.wantsRead(), bytesLeft);
    }

    private void endOutput() {
        if (inputEnded) {
            close(); // Both sides are done.
        } else {
            linger = new Linger(this);
            linger.begin(io, lifecycle, lock);
        }
    }

    private void updateInterest() {
        if (!lifecycle.is(ConnectionState.CLOSED)) {
            io.want(inbound.wantsRead(), outbound.bytes() > 0);
        }
    }

    private void tearDown() {
        if (tornDown) {
            return;
        }
        tornDown = true;
        CloseReason reason = lifecycle.reason();
        io.close();
        if (linger != null) {
            loop.cancel(linger);
        }
        outbound.discard(reason);
        log.debug("conn={} event=closed reason={} {}", id, reason, stats());
        logic.close(reason);
        lifecycle.closed().complete(reason);
    }

    @Override
    public String toString() {
        return id + " " + lifecycle.state();
    }
}
