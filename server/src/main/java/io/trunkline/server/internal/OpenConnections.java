package io.trunkline.server.internal;

import io.trunkline.transport.CloseReason;
import io.trunkline.transport.Connection;
import io.trunkline.transport.Endpoint;
import io.trunkline.transport.internal.AddressLiteral;
import io.trunkline.transport.internal.TcpConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Knows every open connection of a server, whatever it speaks.
 *
 * <p>Thread-safe. A connection is in it from its open to its close; once {@link #refuseMore} was called, none is added. A
 * peer may reach two listeners from one port of its own: both connections are kept, and the id finds the later one.
 */
public final class OpenConnections {
    /** By the peer's address, which each connection has anyway; the logics of one address are linked, the latest first. */
    private final Map<InetSocketAddress, TrackedLogic> open = new ConcurrentHashMap<>();

    private final AtomicBoolean refusing = new AtomicBoolean();

    /** Makes an empty set. */
    public OpenConnections() {}

    /** Adds the logic of a connection; false if the server takes no more. */
    boolean add(TrackedLogic logic) {
        // Add first, then look: the other way round a connection could slip in behind the drain's last look.
        open.merge(logic.remote(), logic, (others, latest) -> latest.before(others));
        if (!refusing.get()) {
            return true;
        }
        remove(logic);
        return false;
    }

    void remove(TrackedLogic logic) {
        open.computeIfPresent(logic.remote(), (remote, first) -> first.without(logic));
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
        each(logic -> logic.requireConnection().loop().tryExecute(() -> logic.onDrain(grace, reason)));
    }

    /**
     * Finds an open connection.
     *
     * @param id {@code address:port} of the peer
     * @return empty if there is none
     */
    public Optional<Connection> find(String id) {
        InetSocketAddress remote = address(id);
        TrackedLogic logic = remote == null ? null : open.get(remote);
        while (logic != null && !logic.requireConnection().id().equals(id)) {
            logic = logic.next();
        }
        return logic == null ? Optional.empty() : Optional.of(logic.requireConnection());
    }

    private static @Nullable InetSocketAddress address(String id) {
        try {
            Endpoint endpoint = Endpoint.parse(id);
            InetAddress host = AddressLiteral.parse(endpoint.host());
            return host == null ? null : new InetSocketAddress(host, endpoint.port());
        } catch (IllegalArgumentException e) {
            return null; // No connection has such an id.
        }
    }

    /**
     * Lists what is open.
     *
     * @return a snapshot
     */
    public Collection<TcpConnection> all() {
        List<TcpConnection> all = new ArrayList<>();
        each(logic -> all.add(logic.requireConnection()));
        return all;
    }

    private void each(Consumer<TrackedLogic> action) {
        for (TrackedLogic first : open.values()) {
            for (TrackedLogic logic = first; logic != null; logic = logic.next()) {
                action.accept(logic);
            }
        }
    }
}
