package io.trunkline.client.internal;

import io.trunkline.ClosedException;
import io.trunkline.Delivery;
import io.trunkline.client.ClientOptions;
import io.trunkline.client.ClientState;
import io.trunkline.client.FrameClient;
import io.trunkline.client.internal.file.FileCarrier;
import io.trunkline.client.internal.file.FileTransfers;
import io.trunkline.client.internal.supervise.EndpointBook;
import io.trunkline.client.internal.supervise.Rounds;
import io.trunkline.client.internal.supervise.Supervisor;
import io.trunkline.codec.FrameFormat;
import io.trunkline.transport.CloseReason;
import io.trunkline.transport.ConnectionLostException;
import io.trunkline.transport.FrameConnection;
import io.trunkline.transport.internal.Blocking;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * The frame client that users hold: sends through the connection that is up, and receives through its {@link FrameMode}.
 *
 * <pre>{@code
 * CONNECTING ──up──▶ READY ──lost──▶ RECONNECTING ──up──▶ READY
 *     └──────────────────┴── close ──▶ DRAINING ──flushed──▶ CLOSED ◀── closeNow, the policy gives up: any
 * }</pre>
 *
 * <p>Thread-safe. {@link FrameLink} keeps the state, on its supervisor's loop.
 */
final class SupervisedFrames<F> implements FrameClient<F>, FileCarrier<F> {
    /** A peer that takes a byte now and then is no write stall; as long as the other clients drain, and then no more. */
    private static final long GRACE_SECONDS = 30;

    private final FrameLink<F> link;
    private final FrameMode<F> mode;
    private final FileTransfers<F> files;

    private SupervisedFrames(FrameLink<F> link, FrameMode<F> mode, FileTransfers<F> files) {
        this.link = link;
        this.mode = mode;
        this.files = files;
    }

    /** Makes a client that does nothing until it is {@linkplain FrameLink#begin told to}; whoever holds it closes it. */
    static <F> SupervisedFrames<F> of(
            FrameFormat<F> format, ClientOptions options, ClientThreads threads, FrameMode<F> mode) {
        Object owner = mode;
        FileTransfers<F> files = new FileTransfers<>(
                format,
                task -> threads.core().workers().execute(() -> Callbacks.run(owner, task)),
                threads.core().ticker());
        FrameLink<F> link = new FrameLink<>(format, options, threads, mode, files);
        Rounds rounds = new Rounds(new EndpointBook(options.endpoints()), 0, options.connectTimeout());
        link.supervise(new Supervisor<>(
                threads.core().nextLoop(),
                rounds,
                options.reconnect(),
                () -> ThreadLocalRandom.current().nextDouble(),
                link));
        return new SupervisedFrames<>(link, mode, files);
    }

    FrameLink<F> link() {
        return link;
    }

    @Override
    public FileTransfers<F> files() {
        return files;
    }

    @Override
    public @Nullable FrameConnection<F> connection() {
        return link.connection();
    }

    @Override
    public ClientState state() {
        return link.state();
    }

    @Override
    public void send(F frame) {
        FrameConnection<F> connection = link.connection();
        // While it drains its connection takes frames for a moment longer, but its state says that it does not.
        if (connection == null || link.isClosing()) {
            throw link.refusal();
        }
        try {
            connection.send(frame);
        } catch (ClosedException e) {
            throw link.isClosing() ? e : lost(connection);
        }
    }

    /** The connection's end may not have been told yet, and with it the reason. */
    private static RuntimeException lost(FrameConnection<?> connection) {
        CompletableFuture<CloseReason> closed = connection.closed().toCompletableFuture();
        CloseReason reason = closed.isDone() ? closed.join() : SessionLine.ENDING;
        return new ConnectionLostException(connection.id(), reason, Delivery.NOT_SENT);
    }

    @Override
    public @Nullable F receive(Duration timeout) {
        Blocking.assertNotOnLoop("receive", "receive on another thread");
        String transfer = files.busyWith();
        if (transfer != null) {
            throw new IllegalStateException("receive() beside a transfer, which takes the client's frames: " + transfer
                    + "; receive when it is over, or give the other frames a handler by FrameClient.start");
        }
        return mode.receive(timeout);
    }

    @Override
    public void close() {
        CompletionStage<Void> ended = link.close(Duration.ofSeconds(GRACE_SECONDS));
        await(ended.toCompletableFuture());
    }

    @Override
    public void closeNow() {
        CompletionStage<Void> ended = link.close(Duration.ZERO);
        await(ended.toCompletableFuture());
    }

    /** Waits for the end, unless it would wait for its own caller. */
    private void await(CompletableFuture<Void> ended) {
        if (Blocking.isOnLoop() || Callbacks.inside(mode)) {
            return;
        }
        try {
            ended.get(2 * GRACE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            link.closeNow();
            Thread.currentThread().interrupt();
        } catch (TimeoutException | ExecutionException e) {
            link.closeNow(); // A runtime whose threads do not end says so itself.
        }
    }

    @Override
    public String toString() {
        return "FrameClient[" + link + "]";
    }
}
