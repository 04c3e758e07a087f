package io.trunkline.transport.internal;

import io.trunkline.PayloadException;

/**
 * Calls a handler that runs on the loop with each frame as it is read: it is never behind, so nothing has to wait.
 *
 * <p>Loop-confined.
 */
final class LoopDelivery<F> implements FrameDelivery<F> {
    private final HandlerGuard<F> handler;
    private int taken;
    private int invalid;

    LoopDelivery(HandlerGuard<F> handler) {
        this.handler = handler;
    }

    @Override
    public HandlerGuard<F> handler() {
        return handler;
    }

    @Override
    public void begin() {
        taken = 0;
        invalid = 0;
    }

    @Override
    public boolean frame(F frame) {
        if (handler.isDone()) {
            return false;
        }
        taken++;
        handler.frame(frame);
        return true;
    }

    @Override
    public boolean invalid(PayloadException error) {
        if (handler.isDone()) {
            return false;
        }
        taken++;
        invalid++;
        handler.invalid(error);
        return true;
    }

    @Override
    public void end(long bytes) {}

    @Override
    public int taken() {
        return taken;
    }

    @Override
    public int invalidTaken() {
        return invalid;
    }

    @Override
    public void submit(Runnable callback) {
        callback.run();
    }
}
