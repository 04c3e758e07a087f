package io.trunkline.transport.internal;

import io.trunkline.transport.Attribute;
import io.trunkline.transport.Endpoint;
import io.trunkline.transport.TlsInfo;
import java.net.InetSocketAddress;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What is known about one connection: who is there, what it carries, and what users keep with it. Thread-safe. */
final class ConnectionFacts {
    private final InetSocketAddress remote;
    private final Activity activity;

    /** Made by the first who asks, or by several, each the same: connections that nobody names have none. */
    private @Nullable String id;

    private volatile @Nullable Attributes attributes;
    private volatile Optional<TlsInfo> tls = Optional.empty();

    ConnectionFacts(InetSocketAddress remote, long nowNanos) {
        this.remote = remote;
        this.activity = new Activity(nowNanos);
    }

    String id() {
        String made = id;
        if (made == null) {
            made = new Endpoint(remote.getAddress().getHostAddress(), remote.getPort()).toString();
            id = made;
        }
        return made;
    }

    Activity activity() {
        return activity;
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
    void secured(Optional<TlsInfo> info) {
        tls = info;
    }
}
