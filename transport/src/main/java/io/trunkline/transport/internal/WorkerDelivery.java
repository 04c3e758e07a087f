package io.trunkline.transport.internal;

import io.trunkline.transport.CloseReason;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * Hands the frames of each read over to a serial view of the workers, as one batch.
 *
 * <pre>{@code
 * frame, frame, … ─▶ FrameBatch ─▶ HandOver ─▶ serial view of the workers ─▶ HandlerGuard
 *                                     └ InboundLimit pauses reading while the handler is behind
 * }</pre>
 *
 * <p>Loop-confined.
 */
final class WorkerDelivery<F> {
    private final FrameChannel<F> channel;
    private final HandOver handOver;
    private final InboundLimit limit;

    /** {@code giveUp} closes the connection once the workers are gone for good. */
    WorkerDelivery(FrameChannel<F> channel, Executor workers, Consumer<CloseReason> giveUp) {
        TcpConnection connection = channel.connection();
        this.channel = channel;
        this.handOver = new HandOver(connection, workers, new SerialExecutor(workers), giveUp);
        this.limit = new InboundLimit(connection);
    }

    /** Hands over what one read has brought. */
    void submit(FrameBatch<F> whole, long bytes) {
        limit.added(whole.taken(), bytes);
        handOver.submit(() -> {
            new HandlerGuard<>(channel).deliver(whole);
            limit.taken(whole.taken(), bytes);
        });
    }

    /** Hands another callback over, behind the frames before it. */
    void submit(Runnable callback) {
        handOver.submit(callback);
    }
}
