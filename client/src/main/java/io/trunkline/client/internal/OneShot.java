package io.trunkline.client.internal;

import io.trunkline.Delivery;
import io.trunkline.PayloadException;
import io.trunkline.RequestInterruptedException;
import io.trunkline.RequestTimeoutException;
import io.trunkline.client.ClientOptions;
import io.trunkline.codec.FrameFormat;
import io.trunkline.transport.CloseReason;
import io.trunkline.transport.ConnectionHandler;
import io.trunkline.transport.ConnectionLostException;
import io.trunkline.transport.FrameConnection;
import io.trunkline.transport.internal.Connector;
import io.trunkline.transport.internal.Deadline;
import io.trunkline.transport.internal.EventLoop;
import io.trunkline.transport.internal.FrameProtocol;
import io.trunkline.transport.internal.LoopBound;
import io.trunkline.transport.internal.TcpConnection;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Sends one frame over a connection of its own and takes the first that comes back, all within the request timeout.
 *
 * <pre>{@code
 * CONNECTING ──open: the frame is sent──▶ ASKED ──first frame──▶ ANSWERED: our output ends, then the connection
 *      │                                    │
 *      └── no connection, cancelled ────────┴── timeout, loss, cancelled ──▶ FAILED: closed at once
 * }</pre>
 *
 * <p>The state is the outcome's: whoever completes it first decides, whatever thread that is, and everything else follows
 * from it. Callbacks are the loop's; the rest is thread-safe.
 */
final class OneShot<F> implements ConnectionHandler<F> {
    private final F frame;
    private final ClientOptions options;
    private final ClientThreads threads;
    private final long deadline;

    /** Not one whose stages run on our workers: they may end with this exchange, and a stage may come later. */
    private final CompletableFuture<F> outcome = new CompletableFuture<>();

    private final CompletableFuture<Void> released = new CompletableFuture<>();
    private final Deadline limit = new Limit();
    private volatile @Nullable FrameConnection<F> connection;
    private volatile boolean asked;

    private OneShot(ClientOptions options, ClientThreads threads, F frame) {
        this.options = options;
        this.threads = threads;
        this.frame = frame;
        this.deadline =
                threads.core().ticker().nanos() + options.requestTimeout().toNanos();
    }

    /** Begins to connect, and returns; throws what is wrong with the options. */
    static <F> OneShot<F> begin(FrameFormat<F> format, ClientOptions options, F frame) {
        Objects.requireNonNull(frame, "frame");
        ClientThreads threads = ClientThreads.of(options);
        try {
            OneShot<F> shot = new OneShot<>(options, threads, frame);
            shot.connect(format);
            return shot;
        } catch (RuntimeException | Error e) {
            threads.release();
            throw e;
        }
    }

    /** Completes with the answer, or with why there is none; cancelling it ends the exchange. */
    CompletableFuture<F> outcome() {
        return outcome;
    }

    private void connect(FrameFormat<F> format) {
        FrameProtocol<F> protocol =
                FrameProtocols.onLoop(format, options, threads.core().workers());
        CompletableFuture<TcpConnection> connecting = new Connector(threads.core(), threads.connections())
                .connect(options.endpoint(), connectTimeout(), () -> protocol.logic(this::attach));
        CompletionStage<F> end = outcome;
        end.whenComplete((answer, failure) -> end(connecting, failure));
        CompletionStage<TcpConnection> connected = connecting;
        connected.whenComplete((there, failure) -> {
            if (failure == null) {
                there.closed().whenComplete((reason, never) -> release());
            } else {
                outcome.completeExceptionally(failure);
                release();
            }
        });
    }

    private Duration connectTimeout() {
        Duration connect = options.connectTimeout();
        Duration whole = options.requestTimeout();
        return connect.compareTo(whole) < 0 ? connect : whole;
    }

    private ConnectionHandler<F> attach(FrameConnection<F> opened) {
        connection = opened;
        return this;
    }

    private FrameConnection<F> connection() {
        return Objects.requireNonNull(connection, "attached before any callback");
    }

    private EventLoop loop() {
        return ((LoopBound) connection()).connection().loop();
    }

    @Override
    public void onOpen() {
        if (outcome.isDone()) {
            connection().close(); // Cancelled while it was made: then it is never asked.
            return;
        }
        loop().schedule(limit, deadline);
        asked = true;
        // Not send: under the policy BLOCK that would refuse to be called on the loop.
        CompletionStage<Void> sent = connection().sendAsync(frame);
        sent.whenComplete((done, failure) -> {
            if (failure != null) {
                outcome.completeExceptionally(failure);
            }
        });
    }

    @Override
    public void onFrame(F answer) {
        outcome.complete(answer);
    }

    @Override
    public void onInvalid(PayloadException problem) {
        outcome.completeExceptionally(problem.answered());
    }

    @Override
    public void onClose(CloseReason reason) {
        loop().cancel(limit);
        CloseReason why = reason.kind() == CloseReason.Kind.REMOTE
                ? CloseReason.of(CloseReason.Kind.REMOTE, "the peer closed without an answer")
                : reason;
        outcome.completeExceptionally(
                new ConnectionLostException(options.endpoint().toString(), why, delivery()));
    }

    private Delivery delivery() {
        return asked ? Delivery.MAYBE_SENT : Delivery.NOT_SENT;
    }

    /** Fails the exchange of a caller that will not wait any longer. */
    RequestInterruptedException interrupted() {
        RequestInterruptedException interrupted = new RequestInterruptedException(
                "interrupted while waiting for the answer from " + options.endpoint(), delivery());
        outcome.completeExceptionally(interrupted);
        return interrupted;
    }

    private void end(CompletableFuture<TcpConnection> connecting, @Nullable Throwable failure) {
        connecting.cancel(false); // First: where it comes too late, the connection is set, and ended below.
        FrameConnection<F> open = connection;
        if (open != null && failure == null) {
            open.closeAfterWrites();
        } else if (open != null) {
            open.close();
        }
    }

    private void release() {
        CompletionStage<Void> begun = ThreadRelease.begin(threads);
        begun.thenRun(() -> released.complete(null));
    }

    /** Completes when the connection is closed and the threads are given back. */
    CompletableFuture<Void> released() {
        return released;
    }

    /** Ends what has no answer in time, and what has one and does not close. */
    private final class Limit extends Deadline {
        @Override
        protected void onDeadline() {
            if (!outcome.completeExceptionally(new RequestTimeoutException(
                    "no answer from " + options.endpoint() + " within "
                            + options.requestTimeout().toMillis() + " ms",
                    options.requestTimeout(),
                    delivery()))) {
                connection().close();
            }
        }
    }
}
