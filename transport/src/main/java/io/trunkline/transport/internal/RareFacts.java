package io.trunkline.transport.internal;

import io.trunkline.transport.Attribute;
import io.trunkline.transport.Endpoint;
import io.trunkline.transport.TlsInfo;
import java.net.InetSocketAddress;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is known about some connections only: a name that somebody asked for, what a handshake agreed, what users keep there.
 *
 * <p>Thread-safe.
 */
@SuppressWarnings("NonAtomicVolatileUpdate") // framesDropped: by the holder of the connection's lock alone.
final class RareFacts {
    /** Made by the first who asks, or by several, each the same. */
    private @Nullable String id;

    private volatile @Nullable Attributes attributes;
    private volatile Optional<TlsInfo> tls = Optional.empty();
    private volatile long framesDropped;

    /** The name of a connection to {@code remote}, the same object each time. */
    String id(InetSocketAddress remote) {
        String made = id;
        if (made == null) {
            made = new Endpoint(remote.getAddress().getHostAddress(), remote.getPort()).toString();
            id = made;
        }
        return made;
    }

    <T> Optional<T> attribute(Attribute<T> attribute) {
        Attributes set = attributes;
        return set == null ? Optional.empty() : set.get(attribute);
    }

    /** The first that is set makes their place: most connections have none. */
    <T> void attribute(Attribute<T> attribute, T value) {
        Attributes set = attributes;
        if (set == null) {
            synchronized (this) {
                set = attributes == null ? new Attributes() : attributes;
                attributes = set;
            }
        }
        set.set(attribute, value);
    }

    /** Empty before the handshake is over, and on a plain connection. */
    Optional<TlsInfo> tls() {
        return tls;
    }

    /** The loop's: remembers what the handshake has agreed. */
    void secured(TlsInfo info) {
        tls = Optional.of(info);
    }

    /** The holder's of the connection's lock. */
    void dropped(int count) {
        framesDropped += count;
    }

    long framesDropped() {
        return framesDropped;
    }
}
