package io.trunkline.transport.internal;

import io.trunkline.ClosedException;
import io.trunkline.Delivery;
import io.trunkline.Identity;
import io.trunkline.QueueFullException;
import io.trunkline.transport.Attribute;
import io.trunkline.transport.CloseReason;
import io.trunkline.transport.Connection;
import io.trunkline.transport.ConnectionStats;
import io.trunkline.transport.TlsInfo;
import io.trunkline.transport.internal.tls.PeerIdentity;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.SelectionKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * One connected socket: joins the way in, the way out, the end and the facts, for whoever holds the connection.
 *
 * <pre>{@code
 *  HANDSHAKING                                         reads: nobody but the layers below sees the bytes
 *   │  agreed, or a plain connection: at once
 *   ▼    peer ends its output
 *  OPEN ──────────────────────▶ HALF_CLOSED            reads: OPEN only, unless paused
 *   │  closeAfterWrites, refuse   │                    writes are taken: OPEN, HALF_CLOSED
 *   ├──────────▶ DRAINING ◀───────┤
 *   │               │ queue and layers empty: our output is shut down
 *   │               ▼             │
 *   │           LINGERING         │                    reads and throws away: 256 KiB or 1 s,
 *   │               │ peer ends   │                    so that the peer gets our last frame
 *   ▼               ▼             ▼
 *  CLOSED ◀── close, failure, stall: from every state. The loop then closes the socket and calls onClose.
 * }</pre>
 *
 * <p>The logic hears of a connection from OPEN on: one that is closed before has neither onOpen nor onClose, and whoever opens
 * it is told by {@link OpenListener}. closeAfterWrites and refuse close it at once then.
 *
 * <p>The state moves under the connection's lock, by any thread; the socket is read, shut down and closed by the loop alone.
 * So a write that got the lock either queues its bytes or sees the end and throws. The reason that came first is kept.
 *
 * <p>Thread-safe; the methods without a modifier are for the parts of the connection.
 */
public final class TcpConnection implements Connection, Selectable {
    private static final CloseReason CLOSED_HERE = CloseReason.of(CloseReason.Kind.LOCAL, "closed by this side");

    /** Among the attributes, since most connections have no identity of their own. */
    private static final Attribute<Identity> IDENTITY = Attribute.of("identity");

    private final EventLoop loop;
    private final SocketIo io;
    private final ConnectionSettings settings;
    private final Lifecycle lifecycle = new Lifecycle();
    private final ConnectionFacts facts;
    private final ConnectionEvents events;
    private final Outbound outbound;

    /** A connection over a connected socket, on the loop that watches it; {@link #open} begins. */
    public TcpConnection(EventLoop loop, SocketIo io, ConnectionSettings settings, ConnectionLogic logic) {
        this.loop = loop;
        this.io = io;
        this.settings = settings;
        this.facts = new ConnectionFacts(loop.nanos());
        this.events = new ConnectionEvents(this, logic);
        this.outbound = new Outbound(this, settings.outbound(), lifecycle);
    }

    /** The loop's: begins the handshake, if there is one; then tells the logic, and begins to read. */
    public void open() {
        open(OpenListener.NONE);
    }

    /** Does the same, and tells what becomes of it. */
    void open(OpenListener listener) {
        events.open(listener);
    }

    /** The loop's: false if the connection has been closed meanwhile. */
    boolean tryOpen() {
        lifecycle.lock();
        try {
            return lifecycle.tryMoveTo(ConnectionState.OPEN);
        } finally {
            lifecycle.unlock();
        }
    }

    public ConnectionSettings settings() {
        return settings;
    }

    /** The loop's: the time by which the peer is judged. */
    public ReadingClock readingClock() {
        return events.watch().clock();
    }

    @Override
    public String id() {
        return facts.rare().id(io.remoteAddress());
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
    public Optional<TlsInfo> tls() {
        RareFacts known = facts.rareIfAny();
        return known == null ? Optional.empty() : known.tls();
    }

    @Override
    public Optional<Identity> identity() {
        return get(IDENTITY).or(() -> tls().flatMap(PeerIdentity::of));
    }

    /** Says who the peer is, once an authenticator has decided; a certificate's own name counts no more then. */
    public void identify(Identity identity) {
        set(IDENTITY, identity);
    }

    @Override
    public boolean isOpen() {
        return lifecycle.state().takesWrites();
    }

    @Override
    public Instant connectedAt() {
        return facts.connectedAt();
    }

    @Override
    public Duration sinceLastActivity() {
        return Duration.ofNanos(Math.max(0, loop.nanos() - facts.lastNanos()));
    }

    @Override
    public ConnectionStats stats() {
        int staged = loop.inLoop() ? outbound.turn().frames() : 0; // Others may see them a turn later.
        return facts.stats(outbound.level().bytes(), staged);
    }

    @Override
    public <T> Optional<T> get(Attribute<T> attribute) {
        RareFacts known = facts.rareIfAny();
        return known == null ? Optional.empty() : known.attribute(attribute);
    }

    @Override
    public <T> void set(Attribute<T> attribute, T value) {
        facts.rare().attribute(attribute, value);
    }

    /**
     * Queues a frame, or writes it at once if the caller is another thread and nothing is queued. Never blocks.
     *
     * @return the position of its first byte among all that this connection sends, for {@link #withdraw}
     * @throws QueueFullException if it would cross the outbound cap; nothing was queued
     * @throws ClosedException if the connection is closing or closed; nothing was queued
     */
    public long write(Outgoing frame) {
        return outbound.write(frame);
    }

    /** The loop's: does the same for a frame that many get: it is written at once where nothing waits before it. */
    public void offer(Outgoing frame) {
        OutboundOffer.write(outbound, frame);
    }

    /**
     * Queues a frame that may be dropped; where it does not fit, the oldest such frames make room. Never blocks.
     *
     * @throws QueueFullException if all of them would not make enough; nothing was queued, none was dropped
     * @throws ClosedException if the connection is closing or closed; nothing was queued
     */
    public void writeDroppable(Outgoing frame) {
        outbound.write(frame, null, true);
    }

    /** Takes back a frame that was written without a callback; false if a byte of it has left. Thread-safe. */
    public boolean withdraw(long position, int size) {
        return OutboundWithdrawal.withdraw(outbound, position, size);
    }

    /** The position of the first byte that the socket has not taken; frames that were taken back have positions too. */
    public long written() {
        return outbound.written();
    }

    /** Does the same, and tells the callback when the kernel has the frame or the connection has ended. */
    public void write(Outgoing frame, WriteCallback callback) {
        outbound.write(frame, callback, false);
    }

    /** Blocks until a frame of this size may fit or the connection ends; false when the time is over first. */
    public boolean awaitRoom(int size, long nanos) throws InterruptedException {
        return outbound.awaitRoom(size, nanos);
    }

    /** Whether fewer bytes are queued than the watermark that counts now. */
    public boolean isWritable() {
        return outbound.level().isWritable();
    }

    /** The bytes that wait for the socket. */
    public int outboundBytes() {
        return outbound.level().bytes();
    }

    /** The loop's, after each read: says what memory the logic holds for frames that are not whole yet. */
    public void holdsUnfinished(int bytes) {
        events.unfinished(bytes);
    }

    /** The loop's: counts frames that were read. */
    public void countFrames(long count) {
        facts.readFrames(count);
    }

    /** Counts a frame that an overflow policy has dropped. */
    public void countDropped() {
        lifecycle.lock();
        try {
            facts.dropped(1);
        } finally {
            lifecycle.unlock();
        }
        events.onDropped(1);
    }

    /** Stops reading until {@link #resumeReading} with the same reason. Bytes that were read are still handed over. */
    public void pauseReading(PauseReason reason) {
        if (events.pause(reason)) {
            onLoop(events::updateInterest);
        }
    }

    /** Takes back one reason not to read. */
    public void resumeReading(PauseReason reason) {
        if (events.resume(reason)) {
            onLoop(events::updateInterest);
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
        end().close(reason);
    }

    /** Takes nothing more, sends what is queued, shuts down the output, and closes once the peer has too, or after 1 s. */
    public void closeAfterWrites(CloseReason reason) {
        end().drain(null, reason);
    }

    /**
     * Does the same after one last frame, which is queued even where the cap is reached; nothing more is handed over.
     *
     * @param last the error to show to the peer, or null where the format has none
     */
    public void refuse(@Nullable Outgoing last, CloseReason reason) {
        end().drain(last, reason);
    }

    /** Has the logic finish what it has begun and end the connection, within the grace; returns at once. */
    public void drain(Duration grace, CloseReason reason) {
        loop.tryExecute(() -> events.drain(grace, reason));
    }

    /** Whether the socket is closed and the queue given back. */
    boolean isTornDown() {
        return end().hasEnded();
    }

    @Override
    public CompletionStage<CloseReason> closed() {
        return end().closed().minimalCompletionStage();
    }

    SocketIo io() {
        return io;
    }

    ConnectionState state() {
        return lifecycle.state();
    }

    /** Throws if no write is taken any more. */
    void requireOpen() {
        if (!isOpen()) {
            throw new ClosedException("connection to " + id() + " is closed", Delivery.NOT_SENT);
        }
    }

    ConnectionFacts facts() {
        return facts;
    }

    ConnectionEvents events() {
        return events;
    }

    ConnectionEnd end() {
        return lifecycle.endOf(this);
    }

    Outbound outbound() {
        return outbound;
    }

    @Override
    public void onReady(SelectionKey key) throws IOException {
        events.onReady(key);
    }

    @Override
    public void onFailure(Throwable failure) {
        events.onFailure(failure);
    }

    @Override
    public void onLoopEnding() {
        events.onLoopEnding();
    }

    @Override
    public String toString() {
        return id() + " " + lifecycle.state();
    }
}
