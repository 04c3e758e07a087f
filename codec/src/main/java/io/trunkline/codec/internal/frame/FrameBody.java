package io.trunkline.codec.internal.frame;

/**
 * Makes a frame of its bytes.
 *
 * @param <F> what one frame is to its user
 */
@FunctionalInterface
interface FrameBody<F> {
    /** Reads the whole frame, header included, and copies what it keeps; throws PayloadException for a bad body. */
    F decode(byte[] array, int offset, int length);

    /** Reads the whole frame from an array that is the frame's own: what it keeps needs no copy. */
    default F decodeOwned(byte[] array) {
        return decode(array, 0, array.length);
    }
}
