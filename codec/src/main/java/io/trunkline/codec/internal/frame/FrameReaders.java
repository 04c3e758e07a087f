package io.trunkline.codec.internal.frame;

import io.trunkline.codec.FrameFormat;

/** Finds the way to read a format: its own reader, or the one that guards a user's five methods. */
public final class FrameReaders {
    private FrameReaders() {}

    /**
     * Makes the reader of one connection.
     *
     * @param format any format
     * @param limits what it accepts
     * @param <F> what one frame is to its user
     * @return a new reader
     */
    public static <F> FrameReader<F> of(FrameFormat<F> format, FrameLimits limits) {
        if (format instanceof ReadableFormat<F> readable) {
            return readable.reader(limits);
        }
        UserFormat<F> guarded = new UserFormat<>(format, limits.frame());
        return new SplittingReader<>(guarded, guarded);
    }
}
