package io.trunkline.transport.internal;

import io.trunkline.PayloadException;
import io.trunkline.transport.CloseReason;
import io.trunkline.transport.ConnectionHandler;
import java.time.Duration;

/**
 * Stands in front of another handler: what it does not take for itself goes on to that one.
 *
 * <p>Runs where the other one runs. Whoever overrides a callback decides whether it goes on.
 *
 * @param <F> what a frame is
 */
public interface FrontHandler<F> extends ConnectionHandler<F> {
    /** Who gets what is left. */
    ConnectionHandler<F> next();

    @Override
    default void onOpen() {
        next().onOpen();
    }

    @Override
    default void onWritable(boolean writable) {
        next().onWritable(writable);
    }

    @Override
    default void onInvalid(PayloadException problem) {
        next().onInvalid(problem);
    }

    @Override
    default void onEnd() {
        next().onEnd();
    }

    @Override
    default boolean onShutdown(Duration grace) {
        return next().onShutdown(grace);
    }

    @Override
    default void onClose(CloseReason reason) {
        next().onClose(reason);
    }
}
