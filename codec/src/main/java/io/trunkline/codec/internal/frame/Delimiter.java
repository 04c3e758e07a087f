package io.trunkline.codec.internal.frame;

import io.trunkline.codec.FrameFormat;

/**
 * Tells where the frame at an index ends, and refuses it on its header where it crosses a limit.
 *
 * <p>Caller-confined: one per connection, so it may remember how far it got with the frame it was asked about last.
 */
@FunctionalInterface
public interface Delimiter {
    /** The frame's length cannot be told yet. */
    long INCOMPLETE = FrameFormat.INCOMPLETE;

    /**
     * Measures the frame that begins at {@code from}.
     *
     * @param array holds the bytes
     * @param from index of the frame's first byte
     * @param to behind the last byte that is there; at least {@code from + 1}
     * @param seen how many of these bytes were offered before and answered by {@link #INCOMPLETE}; 0 for a new frame
     * @return the frame's bytes, header included, at least 1 and not below {@code seen}, even while fewer are there; or
     *     {@link #INCOMPLETE}
     * @throws io.trunkline.FrameException if no continuation can make it legal; its offset counts from {@code from}
     */
    long measure(byte[] array, int from, int to, int seen);

    /**
     * Tells, between two frames, whether those before matter for those to come.
     *
     * @return true if a new delimiter would judge the next frame as this one does
     */
    default boolean isAtRest() {
        return true;
    }
}
