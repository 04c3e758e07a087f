package io.trunkline.transport.internal;

import io.trunkline.codec.internal.frame.FrameConsumer;

/** Takes the frames of one read, in order, to where their handler runs; made for each read. Loop-confined. */
sealed interface FrameIntake<F> extends FrameConsumer<F> permits LoopIntake, FrameBatch {
    /** Frames taken, unusable ones included. */
    int taken();

    /** Unusable frames taken. */
    int invalidTaken();

    /** The read is over; the frames that it brought to their end had so many bytes. */
    void end(long bytes);
}
