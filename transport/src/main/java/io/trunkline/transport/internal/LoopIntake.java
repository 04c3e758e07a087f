package io.trunkline.transport.internal;

import io.trunkline.PayloadException;

/**
 * Calls a handler that runs on the loop with each frame as it is read: it is never behind, so nothing has to wait.
 *
 * <p>Loop-confined.
 */
final class LoopIntake<F> implements FrameIntake<F> {
    private final HandlerGuard<F> handler;
    private final boolean watched;
    private int taken;
    private int invalid;

    LoopIntake(HandlerGuard<F> handler) {
        this.handler = handler;
        this.watched = handler.isWatched();
    }

    @Override
    public boolean frame(F frame) {
        if (handler.isDone()) {
            return false;
        }
        taken++;
        if (watched) {
            handler.watched(frame);
        } else {
            handler.frame(frame);
        }
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
}
