package io.trunkline.transport.internal.stream;

import io.trunkline.ClosedException;
import io.trunkline.Delivery;
import io.trunkline.Payload;
import io.trunkline.RequestInterruptedException;
import io.trunkline.TrunklineException;
import io.trunkline.codec.internal.json.JacksonCodec;
import io.trunkline.transport.CloseReason;
import io.trunkline.transport.Connection;
import io.trunkline.transport.DuplexStream;
import io.trunkline.transport.internal.Blocking;
import io.trunkline.transport.internal.Deadline;
import io.trunkline.transport.internal.EventLoop;
import io.trunkline.transport.internal.HandlerWatch;
import io.trunkline.transport.internal.TcpConnection;
import io.trunkline.transport.internal.WatchedConnection;
import io.trunkline.transport.internal.WorkerFuture;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;

/** A multiplexed connection as its users see it: opens streams, and passes everything else on. Thread-safe. */
final class SessionConnection implements DrainableStreams, WatchedConnection {
    /** Metadata is JSON on the wire, whatever codec a process has for its payloads. */
    private static final JacksonCodec JSON = new JacksonCodec();

    private final StreamSession session;
    private final Connection connection;

    SessionConnection(StreamSession session, Connection connection) {
        this.session = session;
        this.connection = connection;
    }

    @Override
    public DuplexStream open(String type, Map<String, ?> metadata) {
        Blocking.assertNotOnLoop("open");
        try {
            return openAsync(type, metadata).get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RequestInterruptedException("interrupted while opening a stream to " + id(), Delivery.MAYBE_SENT);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof TrunklineException failure) {
                throw failure;
            }
            throw new IllegalStateException("a stream to " + id() + " could not be opened", e.getCause());
        }
    }

    @Override
    public CompletableFuture<DuplexStream> openAsync(String type, Map<String, ?> metadata) {
        Objects.requireNonNull(type, "type");
        CompletableFuture<DuplexStream> opened = new WorkerFuture<>(session.workers());
        try {
            Payload json = Payload.of(metadata, JSON);
            if (!session.loop().tryExecute(() -> session.open(type, json, opened))) {
                opened.completeExceptionally(
                        new ClosedException("the connection to " + id() + " has ended", Delivery.NOT_SENT));
            }
        } catch (TrunklineException e) {
            opened.completeExceptionally(e);
        }
        return opened;
    }

    @Override
    public TcpConnection connection() {
        return session.tcp();
    }

    @Override
    public int maxFrame() {
        return session.limits().maxFrame();
    }

    @Override
    public HandlerWatch watch() {
        return session.watch();
    }

    @Override
    public void drain(Duration grace, CloseReason reason) {
        EventLoop loop = session.loop();
        Deadline over = loop.schedule(grace.toNanos(), () -> session.tcp().close(reason));
        closed().whenComplete((why, never) -> loop.cancel(over));
        session.onLoop(() -> session.drain(reason));
    }

    @Override
    public CompletionStage<CloseReason> closed() {
        return connection.closed();
    }

    @Override
    public void close() {
        connection.close();
    }

    @Override
    public String toString() {
        return connection.toString();
    }
}
