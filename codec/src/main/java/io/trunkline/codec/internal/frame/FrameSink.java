package io.trunkline.codec.internal.frame;

/** Takes whole frames in place. */
@FunctionalInterface
public interface FrameSink {
    /**
     * Takes one whole frame, header included.
     *
     * @param array holds the frame; valid during the call only
     * @param offset index of its first byte
     * @param length its bytes
     * @return false to stop: what follows is thrown away, because the connection was closed
     */
    boolean frame(byte[] array, int offset, int length);

    /**
     * Takes one whole frame, header included, that fills an array which nobody else has.
     *
     * @param array the frame; the sink's to keep, never written to again
     * @return false to stop, as above
     */
    default boolean owned(byte[] array) {
        return frame(array, 0, array.length);
    }
}
