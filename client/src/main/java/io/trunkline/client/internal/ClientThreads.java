package io.trunkline.client.internal;

import io.trunkline.client.ClientOptions;
import io.trunkline.transport.internal.ConnectionSettings;
import io.trunkline.transport.internal.ConnectionTracker;
import io.trunkline.transport.internal.Connector;
import io.trunkline.transport.internal.RuntimeCore;
import io.trunkline.transport.internal.SharedRuntime;
import io.trunkline.transport.internal.tls.ReloadableEngines;
import io.trunkline.transport.internal.tls.TlsReloader;
import java.net.InetAddress;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The threads of one client, its share of the default runtime or the runtime that its user owns, and what its connections are
 * made with.
 *
 * <p>Thread-safe.
 */
final class ClientThreads {
    private final RuntimeCore core;
    private final Optional<SharedRuntime.Lease> lease;
    private final ConnectionSettings connections;
    private final Connector.Resolver resolver;
    private final @Nullable TlsReloader reloader;

    private ClientThreads(
            RuntimeCore core,
            Optional<SharedRuntime.Lease> lease,
            ConnectionSettings connections,
            Connector.Resolver resolver) {
        this.core = core;
        this.lease = lease;
        this.connections = connections;
        this.resolver = resolver;
        this.reloader = TlsReloader.start(core, connections.tls());
    }

    static ClientThreads of(ClientOptions options) {
        return of(options, InetAddress::getAllByName);
    }

    /** With another resolver of names than the system's. */
    static ClientThreads of(ClientOptions options, Connector.Resolver resolver) {
        // Before there are threads: it may refuse settings that only servers understand.
        ConnectionSettings connections = Connecting.settings(options)
                .withTls(options.tls().map(ReloadableEngines::forClient).orElse(null));
        if (options.runtime().isPresent()) {
            return new ClientThreads(RuntimeCore.of(options.runtime().get()), Optional.empty(), connections, resolver);
        }
        SharedRuntime.Lease shared = SharedRuntime.acquire();
        return new ClientThreads(shared.core(), Optional.of(shared), connections, resolver);
    }

    RuntimeCore core() {
        return core;
    }

    /** Opens connections that somebody keeps track of. */
    Connector connector(ConnectionTracker tracker) {
        return new Connector(core, connections.withTracker(tracker), resolver);
    }

    ConnectionSettings connections() {
        return connections;
    }

    /** Gives the share back; the last one waits for the threads to end. Again, it has no effect. */
    void release() {
        if (reloader != null) {
            reloader.close();
        }
        lease.ifPresent(SharedRuntime.Lease::close);
    }
}
