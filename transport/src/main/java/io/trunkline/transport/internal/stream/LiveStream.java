package io.trunkline.transport.internal.stream;

import io.trunkline.Delivery;
import io.trunkline.ErrorCode;
import io.trunkline.Payload;
import io.trunkline.RequestTimeoutException;
import io.trunkline.TrunklineException;
import io.trunkline.codec.internal.mux.MuxStream;
import io.trunkline.transport.DuplexStream;
import io.trunkline.transport.StreamConnection;
import io.trunkline.transport.internal.Blocking;
import io.trunkline.transport.internal.WorkerFuture;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/**
 * A stream as its users hold it: waits where they may wait, and asks the loop for everything else.
 *
 * <pre>{@code
 *  users' threads      StreamCore: under its lock                             the loop
 *  write ─▶ StreamWriting: waits for room ── asks for a visit, once ─▶ session ─▶ multiplexer
 *  read  ◀─ StreamReading: waits for bytes ◀───────────────────────────────────── data
 * }</pre>
 *
 * <p>Thread-safe.
 */
final class LiveStream implements DuplexStream {
    private final StreamCore core;
    private final StreamSession session;
    private final StreamPublisher publisher;

    LiveStream(StreamCore core, StreamSession session) {
        this.core = core;
        this.session = session;
        this.publisher = new StreamPublisher(core, session);
    }

    StreamCore core() {
        return core;
    }

    /** Always as a task of its own, so that the loop logs what it throws. */
    void onLoop(Runnable task) {
        session.loop().tryExecute(task);
    }

    private MuxStream mux() {
        return core.mux();
    }

    @Override
    public long id() {
        return mux().id();
    }

    @Override
    public String type() {
        return mux().type();
    }

    @Override
    public Payload metadata() {
        return mux().metadata();
    }

    @Override
    public StreamConnection connection() {
        return session.connection();
    }

    @Override
    public void write(Payload bytes) {
        Blocking.assertNotOnLoop("write");
        if (!bytes.isEmpty()) {
            core.writing().write(bytes);
        }
    }

    @Override
    public CompletableFuture<Void> writeAsync(Payload bytes) {
        return writeAsync(bytes, StreamOutbox.ASYNC_ROOM);
    }

    /** With a bound of the caller's own on what waits. */
    CompletableFuture<Void> writeAsync(Payload bytes, int room) {
        CompletableFuture<Void> sent = new WorkerFuture<>(session.workers());
        if (bytes.isEmpty()) {
            sent.complete(null);
            return sent;
        }
        try {
            core.writing().writeNow(bytes, room, sent);
        } catch (TrunklineException e) {
            sent.completeExceptionally(e);
        }
        return sent;
    }

    @Override
    public @Nullable Payload read(Duration timeout) {
        Blocking.assertNotOnLoop("read", "use publisher()");
        long nanos = timeout.isNegative() ? 0 : nanos(timeout);
        return core.reading()
                .read(
                        nanos,
                        () -> new RequestTimeoutException(
                                "no bytes on " + core + " within " + timeout.toMillis() + " ms",
                                positive(timeout),
                                Delivery.NOT_SENT));
    }

    private static long nanos(Duration timeout) {
        try {
            return timeout.toNanos();
        } catch (ArithmeticException e) {
            return Long.MAX_VALUE; // 292 years.
        }
    }

    private static Duration positive(Duration timeout) {
        return timeout.isZero() || timeout.isNegative() ? Duration.ofNanos(1) : timeout;
    }

    @Override
    public InputStream input() {
        return new StreamInput(this);
    }

    @Override
    public OutputStream output() {
        return new StreamOutput(this);
    }

    @Override
    public Flow.Publisher<Payload> publisher() {
        return publisher;
    }

    @Override
    public Flow.Subscriber<Payload> subscriber() {
        return new StreamSubscriber(this);
    }

    @Override
    public boolean isOpen() {
        return core.isOpen();
    }

    @Override
    public CompletionStage<Void> closed() {
        return core.closed().minimalCompletionStage();
    }

    @Override
    public void close() {
        core.beginClose();
        if (!Blocking.isOnLoop()) {
            core.writing().awaitEnd();
        }
    }

    @Override
    public void reset(String reason) {
        core.reset(ErrorCode.of(Objects.requireNonNull(reason, "reason")).name());
    }

    @Override
    public String toString() {
        return core.toString();
    }
}
