package io.trunkline.codec.internal.frame;

import io.trunkline.codec.FrameFormat;

/** Lends the benchmarks what the codec keeps to itself: the delimiter that a connection's splitter asks. */
public final class FormatAccess {
    private FormatAccess() {}

    /**
     * Makes the delimiter of one connection.
     *
     * @param format one of ours
     * @param limit the frame limit
     * @return a new delimiter
     */
    public static Delimiter delimiter(FrameFormat<?> format, int limit) {
        return ((BuiltInFormat<?>) format).delimiter(limit);
    }
}
