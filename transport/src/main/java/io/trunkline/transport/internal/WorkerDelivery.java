package io.trunkline.transport.internal;

import io.trunkline.PayloadException;
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
final class WorkerDelivery<F> implements FrameDelivery<F> {
    private final HandlerGuard<F> handler;
    private final HandOver handOver;
    private final InboundLimit limit;
    private FrameBatch<F> batch = new FrameBatch<>();

    /** {@code giveUp} closes the connection once the workers are gone for good. */
    WorkerDelivery(TcpConnection connection, HandlerGuard<F> handler, Executor workers, Consumer<CloseReason> giveUp) {
        this.handler = handler;
        this.handOver = new HandOver(connection, workers, new SerialExecutor(workers), giveUp);
        this.limit = new InboundLimit(connection);
    }

    @Override
    public HandlerGuard<F> handler() {
        return handler;
    }

    @Override
    public void begin() {
        batch = new FrameBatch<>();
    }

    @Override
    public boolean frame(F frame) {
        return batch.frame(frame);
    }

    @Override
    public boolean invalid(PayloadException error) {
        return batch.invalid(error);
    }

    @Override
    public void end(long bytes) {
        FrameBatch<F> whole = batch;
        if (whole.size() > 0) {
            limit.added(whole.size(), bytes);
            handOver.submit(() -> {
                whole.deliver(handler);
                limit.taken(whole.size(), bytes);
            });
        }
    }

    @Override
    public int taken() {
        return batch.size();
    }

    @Override
    public int invalidTaken() {
        return batch.invalidCount();
    }

    @Override
    public void submit(Runnable callback) {
        handOver.submit(callback);
    }
}
