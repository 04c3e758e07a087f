package io.trunkline.client.internal;

import io.trunkline.Delivery;
import io.trunkline.RequestInterruptedException;
import io.trunkline.client.ClientOptions;
import io.trunkline.client.StreamClient;
import io.trunkline.codec.internal.mux.MuxLimits;
import io.trunkline.codec.internal.mux.MuxRole;
import io.trunkline.transport.CloseReason;
import io.trunkline.transport.ConnectFailedException;
import io.trunkline.transport.Connection;
import io.trunkline.transport.StreamConnection;
import io.trunkline.transport.StreamHandler;
import io.trunkline.transport.internal.Blocking;
import io.trunkline.transport.internal.Connector;
import io.trunkline.transport.internal.stream.DrainableStreams;
import io.trunkline.transport.internal.stream.StreamProtocol;
import io.trunkline.transport.internal.stream.StreamSettings;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/** Makes connected stream clients: the door from the public interface into this package. */
public final class StreamClientStarter {
    private StreamClientStarter() {}

    /**
     * Connects; blocks, or fails and leaves nothing behind.
     *
     * @param options where to, and how
     * @return a connected client, whose handler may follow
     */
    public static StreamClient connect(ClientOptions options) {
        return connect(options, new LateStreamHandler());
    }

    /**
     * Does the same with a handler that is there before the first stream.
     *
     * @param options where to, and how
     * @param handler of the streams that the server opens
     * @return a connected client
     */
    public static StreamClient connect(ClientOptions options, StreamHandler handler) {
        LateStreamHandler set = new LateStreamHandler();
        boolean first = set.set(handler);
        assert first;
        return connect(options, set);
    }

    private static StreamClient connect(ClientOptions options, LateStreamHandler handler) {
        Blocking.assertNotOnLoop("connect", "connect on another thread");
        ClientThreads threads = ClientThreads.of(options);
        try {
            Object owner = new Object();
            Executor workers = task -> threads.core().workers().execute(() -> Callbacks.run(owner, task));
            DrainableStreams connection = open(options, threads, settings(options, workers, handler));
            return new ConnectedStreams(connection, threads, handler, owner);
        } catch (RuntimeException | Error e) {
            threads.release();
            throw e;
        }
    }

    private static StreamSettings settings(ClientOptions options, Executor workers, StreamHandler handler) {
        MuxLimits limits =
                StreamSettings.limits(MuxLimits.DEFAULT.maxStreams(), options.maxFrame(), options.outbound());
        return new StreamSettings(MuxRole.CONNECTOR, limits, options.outbound(), workers, handler);
    }

    private static DrainableStreams open(ClientOptions options, ClientThreads threads, StreamSettings settings) {
        CompletableFuture<StreamConnection> connecting = new StreamProtocol(settings)
                .connect(
                        new Connector(
                                threads.core(),
                                threads.connections()
                                        .withIdleTimeout(options.idleTimeout().orElse(null))),
                        options.endpoint(),
                        options.connectTimeout());
        try {
            Failures.await(connecting);
            StreamConnection connection = connecting.join();
            requireOpen(options, connection);
            return (DrainableStreams) connection;
        } catch (InterruptedException e) {
            CompletionStage<StreamConnection> perhaps = connecting;
            perhaps.thenAccept(Connection::close);
            Thread.currentThread().interrupt();
            throw new RequestInterruptedException(
                    "interrupted while connecting to " + options.endpoint(), Delivery.NOT_SENT);
        }
    }

    /** A server that is full, or none of streams at all, may have closed before anything was agreed. */
    private static void requireOpen(ClientOptions options, StreamConnection connection) throws InterruptedException {
        if (!connection.isOpen()) {
            CompletableFuture<CloseReason> closed = connection.closed().toCompletableFuture();
            Failures.await(closed);
            CloseReason reason = closed.join();
            throw new ConnectFailedException(
                    options.endpoint(),
                    "connected, but " + reason.text(),
                    Map.of(),
                    reason.cause().orElse(null));
        }
    }
}
