package io.trunkline.client.internal;

import io.trunkline.client.ClientOptions;
import io.trunkline.client.TrunklineClient;
import io.trunkline.transport.internal.Blocking;

/** Makes connected clients: the one door from the public interface into this package. */
public final class ClientStarter {
    private ClientStarter() {}

    /**
     * Connects; blocks until the broker is ready, or fails, and then leaves nothing behind.
     *
     * @param options where to, and how
     * @return a client that is ready
     */
    public static TrunklineClient connect(ClientOptions options) {
        if (Blocking.isOnLoop()) {
            throw new IllegalStateException(
                    "connect() would block " + Thread.currentThread().getName() + "; connect on another thread");
        }
        ClientThreads threads = ClientThreads.of(options);
        BrokerClient client = make(options, threads);
        try {
            client.open();
            return client;
        } catch (RuntimeException | Error e) {
            client.abandon();
            throw e;
        }
    }

    /**
     * Begins to connect, and waits for nothing.
     *
     * @param options where to, and how
     * @return a client that is connecting
     */
    public static TrunklineClient start(ClientOptions options) {
        BrokerClient client = make(options, ClientThreads.of(options));
        client.start();
        return client;
    }

    /** A codec that does not load must not leave the shared threads running. */
    private static BrokerClient make(ClientOptions options, ClientThreads threads) {
        try {
            return new BrokerClient(options, threads);
        } catch (RuntimeException | Error e) {
            threads.release();
            throw e;
        }
    }
}
