package io.trunkline.server.internal;

import io.trunkline.server.internal.observe.Observation;
import io.trunkline.transport.CloseReason;
import io.trunkline.transport.Connection;
import io.trunkline.transport.Endpoint;
import io.trunkline.transport.internal.AddressLiteral;
import io.trunkline.transport.internal.ConnectionTracker;
import io.trunkline.transport.internal.TcpConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Knows every open connection of a server, whatever it speaks.
 *
 * <p>Thread-safe. A connection is in it from its open to its close; once {@link #refuseMore} was called, none is added. A
 * peer may reach two listeners from one port of its own: both connections are kept, and the id finds the later one.
 */
public final class OpenConnections implements ConnectionTracker {
    private static final CloseReason TOO_LATE =
            CloseReason.of(CloseReason.Kind.SHUTDOWN, "accepted while the server was shutting down");

    /** Its monitor guards it, and the fields up to {@code observation}. */
    private final PeerTable open = new PeerTable();

    private boolean refusing;

    private long everOpened;

    /** By those that have closed. */
    private Traffic.Carried carried = Traffic.Carried.NOTHING;

    private final Observation observation;

    /** Makes an empty set that nobody observes. */
    public OpenConnections() {
        this(Observation.silent());
    }

    /**
     * Makes an empty set.
     *
     * @param observation told of each begin and end
     */
    public OpenConnections(Observation observation) {
        this.observation = observation;
    }

    @Override
    public @Nullable CloseReason opened(TcpConnection connection) {
        synchronized (open) {
            if (refusing) {
                return TOO_LATE;
            }
            open.add(connection);
            everOpened++;
        }
        observation.opened(connection);
        return null;
    }

    @Override
    public void closed(TcpConnection connection, CloseReason reason) {
        synchronized (open) {
            if (open.remove(connection)) {
                carried = carried.plus(connection.stats());
            }
        }
        observation.closed(connection, reason);
    }

    @Override
    public void dropped(TcpConnection connection, int frames) {
        observation.outboundDropped(connection, frames);
    }

    /**
     * Adds up what all connections have carried, the closed ones included.
     *
     * <p>Loops that open or close a connection meanwhile wait for the sum: some tens of nanoseconds per open connection. In
     * return no two sums, one after the other, ever shrink.
     *
     * @return the figures of this moment
     */
    public Traffic traffic() {
        synchronized (open) {
            TrafficSum sum = new TrafficSum(carried);
            open.forEach(sum::add);
            return sum.toTraffic(everOpened);
        }
    }

    /** From now on nothing is added: what is accepted already and not yet open is closed when it opens. */
    public void refuseMore() {
        synchronized (open) {
            refusing = true;
        }
    }

    /**
     * Tells every connection that the server ends, each on its loop; returns at once.
     *
     * @param grace what they get to finish
     * @param reason to close with
     */
    void drain(Duration grace, CloseReason reason) {
        all().forEach(connection -> connection.drain(grace, reason));
    }

    /**
     * Finds an open connection.
     *
     * @param id {@code address:port} of the peer
     * @return empty if there is none
     */
    public Optional<Connection> find(String id) {
        InetSocketAddress remote = address(id);
        return remote == null
                ? Optional.empty()
                : Optional.<Connection>ofNullable(latest(remote))
                        .filter(found -> found.id().equals(id)); // An address can be written in several ways.
    }

    private @Nullable TcpConnection latest(InetSocketAddress remote) {
        synchronized (open) {
            return open.latest(remote);
        }
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
        synchronized (open) {
            List<TcpConnection> all = new ArrayList<>(open.size());
            open.forEach(all::add);
            return all;
        }
    }
}
