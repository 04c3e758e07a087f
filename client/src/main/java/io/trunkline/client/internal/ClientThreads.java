package io.trunkline.client.internal;

import io.trunkline.client.ClientOptions;
import io.trunkline.transport.internal.ConnectionSettings;
import io.trunkline.transport.internal.RuntimeCore;
import io.trunkline.transport.internal.SharedRuntime;
import io.trunkline.transport.internal.tls.ReloadableEngines;
import io.trunkline.transport.internal.tls.TlsReloader;
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
    private final @Nullable TlsReloader reloader;

    private ClientThreads(RuntimeCore core, Optional<SharedRuntime.Lease> lease, ConnectionSettings connections) {
        this.core = core;
        this.lease = lease;
        this.connections = connections;
        this.reloader = TlsReloader.start(core, connections.tls());
    }

    static ClientThreads of(ClientOptions options) {
        // Before there are threads: it may refuse settings that only servers understand.
        ConnectionSettings connections = Connecting.settings(options)
                .withTls(options.tls().map(ReloadableEngines::forClient).orElse(null));
        if (options.runtime().isPresent()) {
            return new ClientThreads(RuntimeCore.of(options.runtime().get()), Optional.empty(), connections);
        }
        SharedRuntime.Lease shared = SharedRuntime.acquire();
        return new ClientThreads(shared.core(), Optional.of(shared), connections);
    }

    RuntimeCore core() {
        return core;
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
