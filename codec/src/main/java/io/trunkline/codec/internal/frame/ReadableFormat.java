package io.trunkline.codec.internal.frame;

import io.trunkline.codec.FrameFormat;

/**
 * A format that brings its own stateful reader.
 *
 * @param <F> what one frame is to its user
 */
public interface ReadableFormat<F> extends FrameFormat<F> {
    /**
     * Makes the reader of one connection.
     *
     * @param limits what it accepts
     * @return a new reader
     */
    FrameReader<F> reader(FrameLimits limits);
}
