package io.trunkline.codec.internal.frame;

import io.trunkline.PayloadException;

/**
 * Takes decoded frames, and the errors that cost one of them.
 *
 * @param <F> what one frame is to its user
 */
public interface FrameConsumer<F> {
    /**
     * Takes a frame, which is the consumer's to keep.
     *
     * @param frame never null
     * @return false to stop: what follows is thrown away, because the connection was closed
     */
    boolean frame(F frame);

    /**
     * Takes note of a frame whose content is not usable; reading goes on behind it.
     *
     * @param error what is wrong with it
     * @return false to stop, as above
     */
    boolean invalid(PayloadException error);
}
