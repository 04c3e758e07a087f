package io.trunkline.client.internal;

import io.trunkline.ClosedException;
import io.trunkline.Delivery;
import io.trunkline.client.StreamClient;
import io.trunkline.transport.CloseReason;
import io.trunkline.transport.DuplexStream;
import io.trunkline.transport.StreamConnection;
import io.trunkline.transport.StreamHandler;
import io.trunkline.transport.internal.Blocking;
import io.trunkline.transport.internal.stream.DrainableStreams;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The stream client that users hold: one connection, and the threads that end with it.
 *
 * <pre>{@code
 * OPEN ──close──▶ DRAINING: no new streams ──the last has ended, or 30 s──▶ CLOSED ──▶ threads given back
 *   └──closeNow, the connection ends────────────────────────────────────────▲
 * }</pre>
 *
 * <p>Thread-safe.
 */
final class ConnectedStreams implements StreamClient {
    /** As long as the other clients drain. */
    private static final Duration GRACE = Duration.ofSeconds(30);

    private static final CloseReason CLOSED_HERE = CloseReason.of(CloseReason.Kind.LOCAL, "the client was closed");

    private final DrainableStreams connection;
    private final LateStreamHandler handler;
    private final Object owner;
    private final AtomicBoolean closing = new AtomicBoolean();
    private final CompletableFuture<Void> released = new CompletableFuture<>();

    ConnectedStreams(DrainableStreams connection, ClientThreads threads, LateStreamHandler handler, Object owner) {
        this.connection = connection;
        this.handler = handler;
        this.owner = owner;
        connection.closed().whenComplete((reason, never) -> {
            CompletionStage<Void> begun = ThreadRelease.begin(threads);
            begun.thenRun(() -> released.complete(null));
        });
    }

    @Override
    public DuplexStream open(String type, Map<String, ?> metadata) {
        requireUnclosed();
        return connection.open(type, metadata);
    }

    @Override
    public CompletableFuture<DuplexStream> openAsync(String type, Map<String, ?> metadata) {
        try {
            requireUnclosed();
            return connection.openAsync(type, metadata);
        } catch (ClosedException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private void requireUnclosed() {
        if (closing.get()) {
            throw new ClosedException("the client of " + connection.id() + " is closed", Delivery.NOT_SENT);
        }
    }

    @Override
    public void onStream(StreamHandler first) {
        if (!handler.set(first)) {
            throw new IllegalStateException("there is a handler of streams; StreamHandler.byType() chooses among many");
        }
    }

    @Override
    public StreamConnection connection() {
        return connection;
    }

    @Override
    public void close() {
        if (closing.compareAndSet(false, true)) {
            connection.drain(GRACE, CLOSED_HERE);
        }
        awaitReleased();
    }

    @Override
    public void closeNow() {
        closing.set(true);
        connection.close();
        awaitReleased();
    }

    /** Waits for the end, unless it would wait for its own caller. */
    private void awaitReleased() {
        if (Blocking.isOnLoop() || Callbacks.inside(owner)) {
            return;
        }
        try {
            Failures.await(released);
        } catch (InterruptedException e) {
            connection.close();
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public String toString() {
        return "StreamClient[" + connection.id() + "]";
    }
}
