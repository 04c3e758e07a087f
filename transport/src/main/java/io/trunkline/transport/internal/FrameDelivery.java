package io.trunkline.transport.internal;

import io.trunkline.codec.internal.frame.FrameConsumer;

/**
 * Brings one connection's frames and other callbacks, in order, to where its handler runs.
 *
 * <p>Loop-confined. Between {@link #begin} and {@link #end} it takes the frames of one read.
 */
sealed interface FrameDelivery<F> extends FrameConsumer<F> permits LoopDelivery, WorkerDelivery {
    /** Whom it brings them to. */
    HandlerGuard<F> handler();

    /** A read has come. */
    void begin();

    /** The frames of the read were taken; they had so many bytes. */
    void end(long bytes);

    /** Frames taken since the beginning of this read, unusable ones included. */
    int taken();

    /** Unusable frames taken since {@link #begin}. */
    int invalidTaken();

    /** Runs a callback behind the frames before it. */
    void submit(Runnable callback);
}
