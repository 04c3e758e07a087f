package io.trunkline.transport.internal;

import io.trunkline.Identity;
import io.trunkline.transport.Attribute;
import io.trunkline.transport.Connection;
import io.trunkline.transport.ConnectionStats;
import io.trunkline.transport.TlsInfo;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A connection of ours, as our own modules see it: what is below it, and who watches its handlers.
 *
 * <p>What a user asks of any connection is answered by the one below; how it ends is its own. Thread-safe.
 */
public interface WatchedConnection extends Connection {
    /** The connection below frames or streams. */
    TcpConnection connection();

    /** The largest frame that is read from it. */
    int maxFrame();

    /** Who watches its handlers. */
    HandlerWatch watch();

    @Override
    default String id() {
        return connection().id();
    }

    @Override
    default InetSocketAddress remoteAddress() {
        return connection().remoteAddress();
    }

    @Override
    default InetSocketAddress localAddress() {
        return connection().localAddress();
    }

    @Override
    default Optional<TlsInfo> tls() {
        return connection().tls();
    }

    @Override
    default Optional<Identity> identity() {
        return connection().identity();
    }

    @Override
    default boolean isOpen() {
        return connection().isOpen();
    }

    @Override
    default Instant connectedAt() {
        return connection().connectedAt();
    }

    @Override
    default Duration sinceLastActivity() {
        return connection().sinceLastActivity();
    }

    @Override
    default ConnectionStats stats() {
        return connection().stats();
    }

    @Override
    default <T> Optional<T> get(Attribute<T> attribute) {
        return connection().get(attribute);
    }

    @Override
    default <T> void set(Attribute<T> attribute, T value) {
        connection().set(attribute, value);
    }
}
