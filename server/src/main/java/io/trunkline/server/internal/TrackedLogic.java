package io.trunkline.server.internal;

import io.trunkline.transport.CloseReason;
import io.trunkline.transport.internal.ConnectionLogic;
import io.trunkline.transport.internal.TcpConnection;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Puts a connection into the server's set while it is open, and passes everything on.
 *
 * <p>Loop-confined.
 */
final class TrackedLogic implements ConnectionLogic {
    private static final CloseReason TOO_LATE =
            CloseReason.of(CloseReason.Kind.SHUTDOWN, "accepted while the server was shutting down");

    private final ConnectionLogic logic;
    private final OpenConnections connections;
    private @Nullable TcpConnection connection;
    private boolean added;

    /** Another of the same peer's address; written under the set's own lock for that address. */
    private volatile @Nullable TrackedLogic next;

    TrackedLogic(ConnectionLogic logic, OpenConnections connections) {
        this.logic = logic;
        this.connections = connections;
    }

    @Override
    public void onOpen(TcpConnection opened) {
        connection = opened;
        added = connections.add(this);
        if (added) {
            logic.onOpen(opened);
        } else {
            opened.close(TOO_LATE);
        }
    }

    /** The connection; only once it is open. Thread-safe for whoever has got this from the set. */
    TcpConnection requireConnection() {
        return Objects.requireNonNull(connection, "onOpen comes first");
    }

    InetSocketAddress remote() {
        return requireConnection().remoteAddress();
    }

    @Nullable
    TrackedLogic next() {
        return next;
    }

    /** Puts itself in front of others. */
    TrackedLogic before(TrackedLogic others) {
        next = others;
        return this;
    }

    /** Takes one out of this and those behind it; gives the first that is left. */
    @Nullable
    TrackedLogic without(TrackedLogic gone) {
        if (this == gone) {
            return next;
        }
        for (TrackedLogic each = this; each != null; each = each.next) {
            if (each.next == gone) {
                each.next = gone.next;
            }
        }
        return this;
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
        if (added && requireConnection().isOpen()) {
            logic.onDrain(grace, reason);
        }
    }

    @Override
    public void onClose(CloseReason reason) {
        if (!added) {
            return;
        }
        connections.remove(this);
        logic.onClose(reason);
    }
}
