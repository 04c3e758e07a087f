package io.trunkline.client.internal;

import io.trunkline.ClosedException;
import io.trunkline.Delivery;
import io.trunkline.client.ClientOptions;
import io.trunkline.client.ClientState;
import io.trunkline.client.internal.file.FileTransfers;
import io.trunkline.client.internal.supervise.Attempt;
import io.trunkline.client.internal.supervise.Party;
import io.trunkline.client.internal.supervise.Supervisor;
import io.trunkline.codec.FrameFormat;
import io.trunkline.codec.internal.frame.FrameLimits;
import io.trunkline.transport.CloseReason;
import io.trunkline.transport.ConnectionLostException;
import io.trunkline.transport.FrameConnection;
import io.trunkline.transport.internal.Connector;
import io.trunkline.transport.internal.Deadline;
import io.trunkline.transport.internal.EventLoop;
import io.trunkline.transport.internal.FrameProtocol;
import io.trunkline.transport.internal.FrameSettings;
import io.trunkline.transport.internal.TcpConnection;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The connections of one frame client, one after another: what its supervisor decides is carried out here.
 *
 * <p>{@link Party}'s methods are the supervisor's loop's; the rest is thread-safe.
 */
final class FrameLink<F> implements Party<FrameFront<F>> {
    private static final Logger log = LoggerFactory.getLogger(FrameLink.class);
    private static final CloseReason CLOSED_HERE = CloseReason.of(CloseReason.Kind.LOCAL, "the client was closed");

    private final ClientOptions options;
    private final ClientThreads threads;
    private final FrameMode<F> mode;
    private final FrameFront.Shared<F> shared;
    private final FrameProtocol<F> protocol;
    private final Connector connector;
    private final AtomicBoolean closing = new AtomicBoolean();
    private final CompletableFuture<Void> firstUp = new CompletableFuture<>();
    private final AtomicBoolean releasing = new AtomicBoolean();
    private final CompletableFuture<Void> ended = new CompletableFuture<>();

    /** As long as nobody has closed the client. */
    private volatile ClientState state = ClientState.CONNECTING;

    private volatile @Nullable FrameFront<F> current;
    private volatile @Nullable RuntimeException lastFailure;
    private @Nullable Supervisor<FrameFront<F>> supervisor;

    /** The supervisor's loop's: one line aloud per outage. */
    private boolean outage;

    FrameLink(
            FrameFormat<F> format,
            ClientOptions options,
            ClientThreads threads,
            FrameMode<F> mode,
            FileTransfers<F> files) {
        this.options = options;
        this.threads = threads;
        this.mode = mode;
        this.shared = new FrameFront.Shared<>(mode, files, KeepAliveFrame.of(format, options), closing::get);
        Executor workers = task -> threads.core().workers().execute(() -> Callbacks.run(mode, task));
        this.protocol = new FrameProtocol<>(new FrameSettings<>(
                format, FrameLimits.of(options.maxFrame()), options.outbound(), workers, mode.isOnLoop()));
        this.connector = new Connector(
                threads.core(),
                threads.connections().withIdleTimeout(options.idleTimeout().orElse(null)));
    }

    /** Says who decides. Call once, before everything else. */
    void supervise(Supervisor<FrameFront<F>> by) {
        supervisor = by;
    }

    /** Begins to connect. Call once. */
    void begin() {
        supervisor().start();
    }

    private Supervisor<FrameFront<F>> supervisor() {
        return Objects.requireNonNull(supervisor, "set before the client is handed out");
    }

    /** Completes when there is a connection, and fails when the first round has brought none. */
    CompletableFuture<Void> firstUp() {
        return firstUp;
    }

    /** Says that nobody will be told of a first round that fails: then it is logged like any other. */
    void nobodyWaits() {
        firstUp.complete(null);
    }

    ClientState state() {
        if (releasing.get()) {
            return ClientState.CLOSED;
        }
        return closing.get() ? ClientState.DRAINING : state;
    }

    boolean isClosing() {
        return closing.get();
    }

    /** The connection that is up; null if there is none. */
    @Nullable
    FrameConnection<F> connection() {
        FrameFront<F> up = current;
        return up == null ? null : up.connection();
    }

    /** Why nothing can be sent now. */
    RuntimeException refusal() {
        RuntimeException why = lastFailure;
        if (releasing.get() || closing.get()) {
            ClosedException closed =
                    new ClosedException("the client of " + options.endpoints() + " is closed", Delivery.NOT_SENT);
            if (why != null) {
                closed.addSuppressed(why);
            }
            return closed;
        }
        if (why instanceof ConnectionLostException lost) {
            return lost.withDelivery(Delivery.NOT_SENT);
        }
        CloseReason none = why == null
                ? CloseReason.of(CloseReason.Kind.LOCAL, "there is no connection yet")
                : CloseReason.of(CloseReason.Kind.LOCAL, "there is no connection yet", why);
        return new ConnectionLostException(options.endpoint().toString(), none, Delivery.NOT_SENT);
    }

    @Override
    public Runnable dial(Attempt<FrameFront<F>> attempt) {
        CompletableFuture<TcpConnection> connecting = connector.connect(
                attempt.endpoint(), attempt.timeout(), () -> protocol.logic(opened -> front(opened, attempt)));
        CompletionStage<TcpConnection> outcome = connecting;
        outcome.whenComplete((connection, failure) -> {
            if (failure != null) {
                attempt.failed(Failures.unwrapped(failure));
            } else {
                // A handler that cannot be made ends its connection without a word of the front's.
                connection
                        .closed()
                        .whenComplete((reason, never) -> attempt.failed(
                                new ConnectionLostException(connection.id(), reason, Delivery.NOT_SENT)));
            }
        });
        return () -> {
            if (!connecting.cancel(false)) {
                outcome.thenAccept(TcpConnection::close);
            }
        };
    }

    private FrameFront<F> front(FrameConnection<F> opened, Attempt<FrameFront<F>> attempt) {
        return new FrameFront<>(opened, shared, attempt);
    }

    @Override
    public void up(FrameFront<F> connection) {
        current = connection;
        state = ClientState.READY;
        outage = false;
        firstUp.complete(null);
        if (closing.get()) {
            endCurrent(connection);
        }
    }

    @Override
    public void down(FrameFront<F> connection, RuntimeException why) {
        lastFailure = why; // First: who finds no connection asks for it.
        current = null;
        if (closing.get()) {
            finish();
        } else {
            state = ClientState.RECONNECTING;
        }
    }

    @Override
    public void resting(int attempt, Duration delay, RuntimeException why) {
        lastFailure = why;
        // Whoever waits for the first connection is told; and a peer that hangs up is nothing to be loud about.
        boolean known = firstUp.completeExceptionally(why) || why instanceof ConnectionLostException;
        if (known || outage) {
            log.debug("client={} event=retry attempt={} in={} cause={}", this, attempt, delay, why.getMessage());
            return;
        }
        outage = true;
        log.warn(
                "client={} event=disconnected attempt={} in={} cause={}; further attempts are logged at DEBUG",
                this,
                attempt,
                delay,
                why.getMessage());
    }

    @Override
    public void gaveUp(int attempts, RuntimeException why) {
        lastFailure = why;
        firstUp.completeExceptionally(why);
        log.debug("client={} event=gave-up attempts={} cause={}", this, attempts, why.getMessage());
        finish(reason(why));
    }

    private static CloseReason reason(RuntimeException why) {
        if (why instanceof ConnectionLostException lost && lost.reason().isPresent()) {
            return lost.reason().get();
        }
        return CloseReason.of(CloseReason.Kind.LOCAL, String.valueOf(why.getMessage()), why);
    }

    /** Sends what is queued and closes, within the grace; completes when the threads are given back. */
    CompletionStage<Void> close(Duration grace) {
        if (closing.compareAndSet(false, true)) {
            supervisor().close();
            FrameFront<F> up = current;
            if (up == null) {
                finish();
            } else {
                endCurrent(up);
            }
        }
        if (grace.isZero()) {
            closeNow();
        } else {
            boundedBy(grace);
        }
        return ended;
    }

    private void endCurrent(FrameFront<F> up) {
        up.connection().closed().whenComplete((reason, never) -> finish());
        up.connection().closeAfterWrites();
    }

    private void boundedBy(Duration grace) {
        EventLoop loop = threads.core().nextLoop();
        Deadline deadline = loop.schedule(grace.toNanos(), this::closeNow);
        CompletionStage<Void> end = ended;
        end.whenComplete((done, never) -> loop.cancel(deadline));
    }

    void closeNow() {
        FrameFront<F> up = current;
        if (up != null) {
            up.connection().close();
        }
    }

    private void finish() {
        finish(CLOSED_HERE);
    }

    private void finish(CloseReason reason) {
        if (!releasing.compareAndSet(false, true)) {
            return;
        }
        firstUp.completeExceptionally(new ClosedException("the client was closed", Delivery.NOT_SENT));
        shared.files().closed(reason, false);
        mode.ended(reason);
        CompletionStage<Void> released = ThreadRelease.begin(threads);
        released.thenRun(() -> ended.complete(null));
    }

    @Override
    public String toString() {
        FrameFront<F> up = current;
        return (up == null ? options.endpoints().toString() : up.connection().id()) + " " + state();
    }
}
