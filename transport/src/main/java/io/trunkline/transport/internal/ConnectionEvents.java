package io.trunkline.transport.internal;

import io.trunkline.transport.CloseReason;
import java.io.IOException;
import java.nio.channels.SelectionKey;
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
 * <p>Loop-confined.
 */
final class ConnectionEvents implements Selectable {
    private static final Logger log = LoggerFactory.getLogger(ConnectionEvents.class);

    private final TcpConnection connection;
    private final ConnectionLogic logic;
    private final PeerWatch watch;
    private @Nullable Opening opening;
    private boolean comingBack;

    ConnectionEvents(TcpConnection connection, ConnectionLogic logic) {
        this.connection = connection;
        this.logic = logic;
        this.watch = new PeerWatch(connection);
    }

    /** Made for each call, and gone with it: the JIT makes no object of it, and a connection keeps none. */
    private LogicGuard guarded() {
        return new LogicGuard(connection, logic);
    }

    PeerWatch watch() {
        return watch;
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
            connection.inbound().read();
        }
        if ((ready & SelectionKey.OP_WRITE) != 0) {
            connection.outbound().flush();
        } else {
            // The answers to what was just read leave now, in one write, and give their chunk back for the next
            // connection.
            connection.outbound().flushIfDirty();
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
            connection.inbound().read();
            connection.outbound().flushIfDirty();
            flushLayer();
            afterIo();
        } catch (Throwable e) {
            onFailure(e);
        }
    }

    /** Sends what a layer has to say by itself. */
    private void flushLayer() {
        if (connection.io().buffered() > 0) {
            connection.outbound().flush();
        }
    }

    private void afterIo() {
        Opening begun = opening;
        if (begun != null && begun.isOver() && connection.tryOpen()) {
            opening = null;
            if (log.isDebugEnabled()) { // Asked first: the name is made for whoever asks for it.
                log.debug("conn={} event=open loop={}", connection.id(), connection.loop());
            }
            watch.opened();
            begun.succeeded(guarded());
        }
        updateInterest();
    }

    /** Tells the selector what is wanted now, and comes back by itself for what it cannot see. */
    void updateInterest() {
        if (connection.state() == ConnectionState.CLOSED) {
            return;
        }
        watch.look();
        boolean read = connection.inbound().wantsRead();
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

    /** Called after each flush. */
    void onFlushed(boolean bytesLeft) {
        if (!bytesLeft && connection.state().isEnding()) {
            connection.end().flushed();
        }
        updateInterest();
    }

    /** Called last: a logic that was never told of the connection is not told of its end either. */
    void closed(CloseReason reason) {
        watch.closed();
        Opening begun = opening;
        if (begun != null) {
            opening = null;
            begun.failed(reason);
        } else {
            guarded().close(reason);
        }
    }
}
