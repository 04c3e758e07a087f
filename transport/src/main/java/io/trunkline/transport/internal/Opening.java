package io.trunkline.transport.internal;

import io.trunkline.transport.CloseReason;
import io.trunkline.transport.TlsInfo;
import java.io.IOException;
import java.time.Duration;

/**
 * Keeps a connection from its logic until the layers below have agreed, for the handshake timeout at most.
 *
 * <p>Gone once the connection is open. Loop-confined.
 */
final class Opening extends Deadline {
    private final TcpConnection connection;
    private final SocketIo io;
    private final Duration timeout;
    private final OpenListener listener;

    Opening(TcpConnection connection, SocketIo io, Duration timeout, OpenListener listener) {
        this.connection = connection;
        this.io = io;
        this.timeout = timeout;
        this.listener = listener;
    }

    /** Begins the handshake, if there is one. */
    void begin(Runnable again) throws IOException {
        io.begin(again);
        if (io.isHandshaking()) {
            EventLoop loop = connection.loop();
            loop.schedule(this, loop.nanos() + timeout.toNanos());
        }
    }

    boolean isOver() {
        return !io.isHandshaking();
    }

    /** Called when the connection has become open: hands it to its logic. */
    void succeeded(LogicGuard logic) {
        connection.loop().cancel(this);
        TlsInfo agreed = io.tls();
        if (agreed != null) {
            connection.facts().rare().secured(agreed);
        }
        logic.open();
        listener.onOpened(connection);
    }

    /** Called when the connection is closed instead. */
    void failed(CloseReason reason) {
        connection.loop().cancel(this);
        listener.onFailed(reason);
    }

    @Override
    protected void onDeadline() {
        connection.close(CloseReason.of(
                CloseReason.Kind.HANDSHAKE_TIMEOUT,
                "the TLS handshake did not end within " + timeout.toMillis() + " ms"));
    }
}
