package io.trunkline.client.internal;

import io.trunkline.client.ClientOptions;
import io.trunkline.transport.internal.RuntimeCore;
import io.trunkline.transport.internal.SharedRuntime;
import java.util.Optional;

/**
 * The threads of one client: its share of the default runtime, or the runtime that its user owns.
 *
 * <p>Thread-safe.
 */
final class ClientThreads {
    private final RuntimeCore core;
    private final Optional<SharedRuntime.Lease> lease;

    private ClientThreads(RuntimeCore core, Optional<SharedRuntime.Lease> lease) {
        this.core = core;
        this.lease = lease;
    }

    static ClientThreads of(ClientOptions options) {
        if (options.runtime().isPresent()) {
            return new ClientThreads(RuntimeCore.of(options.runtime().get()), Optional.empty());
        }
        SharedRuntime.Lease shared = SharedRuntime.acquire();
        return new ClientThreads(shared.core(), Optional.of(shared));
    }

    RuntimeCore core() {
        return core;
    }

    /** Gives the share back; the last one waits for the threads to end. Again, it has no effect. */
    void release() {
        lease.ifPresent(SharedRuntime.Lease::close);
    }
}
