package io.trunkline.server.internal;

import io.trunkline.transport.CloseReason;
import io.trunkline.transport.Connection;
import io.trunkline.transport.internal.TcpConnection;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Knows every open connection of a server, whatever it speaks.
 *
 * <p>Thread-safe. A connection is in it from its open to its close; once {@link #refuseMore} was called, none is added. A
 * peer may reach two listeners from one port of its own: both connections are kept, and the id finds the later one.
 */
public final class OpenConnections {
    private final Map<TcpConnection, TrackedLogic> open = new ConcurrentHashMap<>();
    private final Map<String, TcpConnection> byId = new ConcurrentHashMap<>();
    private final AtomicBoolean refusing = new AtomicBoolean();

    /** Makes an empty set. */
    public OpenConnections() {}

    /** Adds a connection; false if the server takes no more. */
    boolean add(TcpConnection connection, TrackedLogic logic) {
        // Add first, then look: the other way round a connection could slip in behind the drain's last look.
        open.put(connection, logic);
        byId.put(connection.id(), connection);
        if (!refusing.get()) {
            return true;
        }
        remove(connection);
        return false;
    }

    void remove(TcpConnection connection) {
        open.remove(connection);
        byId.remove(connection.id(), connection);
    }

    /** From now on nothing is added: what is accepted already and not yet open is closed when it opens. */
    public void refuseMore() {
        refusing.set(true);
    }

    /**
     * Tells every connection that the server ends, each on its loop; returns at once.
     *
     * @param grace what they get to finish
     * @param reason to close with
     */
    void drain(Duration grace, CloseReason reason) {
        open.forEach((connection, logic) -> connection.loop().tryExecute(() -> logic.onDrain(grace, reason)));
    }

    /**
     * Finds an open connection.
     *
     * @param id {@code address:port} of the peer
     * @return empty if there is none
     */
    public Optional<Connection> find(String id) {
        return Optional.ofNullable(byId.get(id));
    }

    /**
     * Lists what is open.
     *
     * @return a snapshot
     */
    public Collection<TcpConnection> all() {
        return List.copyOf(open.keySet());
    }
}
