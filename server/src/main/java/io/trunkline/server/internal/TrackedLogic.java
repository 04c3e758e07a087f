package io.trunkline.server.internal;

import io.trunkline.transport.CloseReason;
import io.trunkline.transport.internal.ConnectionLogic;
import io.trunkline.transport.internal.TcpConnection;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Puts a connection into the server's set while it is open, watches it for silence, and passes everything on.
 *
 * <p>Loop-confined.
 */
final class TrackedLogic implements ConnectionLogic {
    private static final CloseReason TOO_LATE =
            CloseReason.of(CloseReason.Kind.SHUTDOWN, "accepted while the server was shutting down");

    private final ConnectionLogic logic;
    private final OpenConnections connections;
    private final @Nullable Duration idleTimeout;
    private @Nullable TcpConnection connection;
    private @Nullable IdleWatch idle;

    /**
     * Wraps the logic of one connection.
     *
     * @param idleTimeout null to let it be silent
     */
    TrackedLogic(ConnectionLogic logic, OpenConnections connections, @Nullable Duration idleTimeout) {
        this.logic = logic;
        this.connections = connections;
        this.idleTimeout = idleTimeout;
    }

    @Override
    public void onOpen(TcpConnection opened) {
        if (!connections.add(opened, this)) {
            opened.close(TOO_LATE);
            return;
        }
        connection = opened;
        if (idleTimeout != null) {
            idle = new IdleWatch(opened, idleTimeout);
        }
        logic.onOpen(opened);
    }

    @Override
    public void onBytes(byte[] array, int from, int to) {
        logic.onBytes(array, from, to);
    }

    @Override
    public void onWritable(boolean writable) {
        logic.onWritable(writable);
    }

    @Override
    public void onEnd() {
        logic.onEnd();
    }

    @Override
    public void onDrain(Duration grace, CloseReason reason) {
        if (connection != null && connection.isOpen()) {
            logic.onDrain(grace, reason);
        }
    }

    @Override
    public void onClose(CloseReason reason) {
        if (connection == null) {
            return;
        }
        if (idle != null) {
            idle.stop();
        }
        connections.remove(connection);
        logic.onClose(reason);
    }
}
