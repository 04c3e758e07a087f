package io.trunkline.transport.internal;

import io.trunkline.transport.CloseReason;
import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What happens to one connection on its loop, and whom it concerns: the way in, the way out, the end, or the logic.
 *
 * <pre>{@code
 * ready, or a layer can go on ─▶ read ─▶ flush what that brought about ─▶ open, if the handshake is over ─▶ interest
 *                                 ▲                                                                            │
 *                                 └──── as a task, where a layer holds bytes that the selector knows not of ◀──┘
 * }</pre>
 *
 * <p>It is the connection's idle deadline itself, which is moved only when it fires: traffic costs it nothing, and an idle
 * connection no second object. Loop-confined, except what says that it is thread-safe.
 */
final class ConnectionEvents extends Deadline implements Selectable {
    private static final Logger log = LoggerFactory.getLogger(ConnectionEvents.class);

    private static final AtomicIntegerFieldUpdater<ConnectionEvents> PAUSES =
            AtomicIntegerFieldUpdater.newUpdater(ConnectionEvents.class, "pauses");

    private final TcpConnection connection;
    private final ConnectionLogic logic;
    private @Nullable Opening opening;

    /** Made for a peer that is to be judged by more than its silence. */
    private @Nullable PeerWatch watch;

    /** The reasons not to read, as bits; through {@link #PAUSES}, which costs a connection no object. */
    private volatile int pauses;

    private boolean comingBack;

    ConnectionEvents(TcpConnection connection, ConnectionLogic logic) {
        this.connection = connection;
        this.logic = logic;
    }

    /** Made for each call, and gone with it: the JIT makes no object of it, and a connection keeps none. */
    private LogicGuard guarded() {
        return new LogicGuard(connection, logic);
    }

    /** Adds a reason not to read; true if it is the first. Thread-safe. */
    boolean pause(PauseReason reason) {
        return PAUSES.getAndUpdate(this, bits -> bits | reason.bit()) == 0;
    }

    /** Takes a reason away; true if it was the last. Thread-safe. */
    boolean resume(PauseReason reason) {
        return PAUSES.getAndUpdate(this, bits -> bits & ~reason.bit()) == reason.bit();
    }

    /** Whether anyone keeps it from reading. Thread-safe. */
    boolean isPaused() {
        return pauses != 0;
    }

    /** Whether this is one of the reasons. Thread-safe. */
    boolean isPausedFor(PauseReason reason) {
        return (pauses & reason.bit()) != 0;
    }

    PeerWatch watch() {
        PeerWatch made = watch == null ? new PeerWatch(connection) : watch;
        watch = made;
        return made;
    }

    /** Called after each read with what the input costs that is not a whole frame yet. */
    void unfinished(int bytes) {
        if (watch != null || MemoryAccount.isWorthTelling(bytes)) {
            watch().unfinished(bytes);
        }
    }

    /** Called once, first: tells the logic as soon as the layers below have agreed, and begins to read. */
    void open(OpenListener listener) {
        Opening begun =
                new Opening(connection, connection.io(), connection.settings().handshakeTimeout(), listener);
        opening = begun;
        try {
            begun.begin(this::goOn);
            flushLayer();
            afterIo();
        } catch (Throwable e) {
            onFailure(e);
        }
    }

    @Override
    public void onReady(SelectionKey key) throws IOException {
        int ready = key.readyOps();
        if ((ready & SelectionKey.OP_READ) != 0) {
            Inbound.read(connection);
        }
        if ((ready & SelectionKey.OP_WRITE) != 0) {
            connection.outbound().turn().flush();
        } else {
            // The answers to what was just read leave now, in one write, and give their chunk back for the next
            // connection.
            connection.outbound().turn().flushIfDirty();
            flushLayer();
        }
        afterIo();
    }

    /** The layer can go on without the socket's doing: a task of the handshake has ended, or bytes are left in it. */
    private void goOn() {
        comingBack = false;
        if (connection.state() == ConnectionState.CLOSED) {
            return;
        }
        try {
            Inbound.read(connection);
            connection.outbound().turn().flushIfDirty();
            flushLayer();
            afterIo();
        } catch (Throwable e) {
            onFailure(e);
        }
    }

    /** Sends what a layer has to say by itself. */
    private void flushLayer() {
        if (connection.io().buffered() > 0) {
            connection.outbound().turn().flush();
        }
    }

    private void afterIo() {
        Opening begun = opening;
        if (begun != null && begun.isOver() && connection.tryOpen() && isLetIn()) {
            opening = null;
            if (log.isDebugEnabled()) { // Asked first: the name is made for whoever asks for it.
                log.debug("conn={} event=open loop={}", connection.id(), connection.loop());
            }
            scheduleIdle(connection.settings().idleTimeout());
            tellGateOfOpen();
            begun.succeeded(guarded());
        }
        updateInterest();
    }

    private void tellGateOfOpen() {
        ConnectionSettings settings = connection.settings();
        AcceptGate gate = settings.gate();
        if (gate != null && settings.tls() != null) {
            gate.opened(connection.remoteAddress());
        }
    }

    private void tellGateOfEnd() {
        ConnectionSettings settings = connection.settings();
        AcceptGate gate = settings.gate();
        if (gate != null) {
            gate.left(connection.remoteAddress(), opening != null && settings.tls() != null);
        }
    }

    /** A connection that is not let in is closed as one that was never open. */
    private boolean isLetIn() {
        ConnectionTracker tracker = connection.settings().tracker();
        CloseReason refusal = tracker == null ? null : tracker.opened(connection);
        if (refusal != null) {
            connection.close(refusal);
        }
        return refusal == null;
    }

    /** Tells the selector what is wanted now, and comes back by itself for what it cannot see. */
    void updateInterest() {
        if (connection.state() == ConnectionState.CLOSED) {
            return;
        }
        if (watch != null || PeerWatch.hasReasonToLook(connection)) {
            watch().look();
        }
        boolean read = Inbound.wantsRead(connection);
        SocketIo io = connection.io();
        io.want(read, connection.outbound().isWaiting());
        if (read && io.hasUnread() && !comingBack) {
            comingBack = true;
            connection.loop().tryExecute(this::goOn);
        }
    }

    @Override
    public void onFailure(Throwable failure) {
        if (failure instanceof IOException lost) {
            onLost(lost);
        } else {
            guarded().failed("onReady", failure);
        }
    }

    /** The socket or a layer on it has failed. */
    void onLost(IOException failure) {
        boolean opened = opening == null;
        if (failure instanceof SSLException) {
            String what = opened ? "the TLS connection failed" : "the TLS handshake failed";
            connection.close(CloseReason.of(CloseReason.Kind.TLS, what, failure));
        } else {
            String what = opened ? "the connection was lost" : "the connection was lost before it was open";
            connection.close(CloseReason.of(CloseReason.Kind.LOST, what, failure));
        }
    }

    @Override
    public void onLoopEnding() {
        connection.close(CloseReason.of(CloseReason.Kind.SHUTDOWN, "the runtime was closed"));
        connection.end().tearDown();
    }

    void onBytes(byte[] array, int count) {
        guarded().bytes(array, count);
    }

    void onWritable(boolean writable) {
        guarded().writable(writable);
    }

    /** Called by whichever thread has sent. */
    void onDropped(int frames) {
        ConnectionTracker tracker = connection.settings().tracker();
        if (tracker != null) {
            tracker.dropped(connection, frames);
        }
    }

    void onInputEnded() {
        IOException lost = connection.outbound().failure();
        if (lost != null) {
            // The kernel tells of a reset once. It has told a write of another thread, and gives the next read an end.
            onLost(lost);
        } else if (opening != null) {
            connection.close(
                    CloseReason.of(CloseReason.Kind.LOST, "the peer ended the connection during the handshake"));
        } else if (connection.end().inputEnded()) {
            guarded().end();
        }
    }

    /** The server ends: the logic hears of it if it is there, and still can do something. */
    void drain(Duration grace, CloseReason reason) {
        if (opening == null && connection.isOpen()) {
            guarded().drain(grace, reason);
        }
    }

    /** Called after each flush. */
    void onFlushed(boolean bytesLeft) {
        if (!bytesLeft && connection.state().isEnding()) {
            connection.end().flushed();
        }
        updateInterest();
    }

    /** Called last: a logic that was never told of the connection is not told of its end either. */
    void closed(CloseReason reason) {
        unfinished(0);
        connection.loop().cancel(this);
        tellGateOfEnd();
        Opening begun = opening;
        if (begun != null) {
            opening = null;
            begun.failed(reason);
            return;
        }
        ConnectionTracker tracker = connection.settings().tracker();
        if (tracker != null) {
            tracker.closed(connection, reason);
        }
        LogicGuard.close(connection, logic, reason);
    }

    private void scheduleIdle(@Nullable Duration timeout) {
        if (timeout != null) {
            scheduleIdle(timeout.toNanos());
        }
    }

    private void scheduleIdle(long left) {
        EventLoop loop = connection.loop();
        if (watch == null) {
            loop.schedule(this, loop.nanos() + left);
        } else {
            watch.clock().schedule(this, watch.clock().nanos() + left);
        }
    }

    /** How long no byte has passed either way, pauses not counted. */
    private long silence() {
        return watch == null
                ? Math.max(0, connection.loop().nanos() - connection.facts().lastNanos())
                : watch.clock().silence();
    }

    @Override
    protected void onDeadline() {
        Duration timeout = connection.settings().idleTimeout();
        if (timeout == null) {
            return;
        }
        long left = timeout.toNanos() - silence();
        if (left > 0) {
            scheduleIdle(left);
        } else {
            connection.close(
                    CloseReason.of(CloseReason.Kind.IDLE, "no byte either way for " + timeout.toMillis() + " ms"));
        }
    }
}
