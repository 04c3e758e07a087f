package io.trunkline.codec.internal.frame;

import io.trunkline.PayloadException;

/** Takes whole messages in place, joined and inflated. */
public interface MessageSink {
    /**
     * Takes one whole message.
     *
     * @param flags of its first frame, without MORE and COMPRESSED; 0 where the format has none
     * @param array holds the message; valid during the call only
     * @param offset index of its first byte
     * @param length its bytes
     * @return false to stop: what follows is thrown away, because the connection was closed
     */
    boolean message(int flags, byte[] array, int offset, int length);

    /**
     * Takes one whole message of an array which nobody else has.
     *
     * @param flags of its frame; 0 where the format has none
     * @param array holds the message; the sink's to keep, never written to again
     * @param offset index of its first byte
     * @param length its bytes
     * @return false to stop, as above
     */
    default boolean owned(int flags, byte[] array, int offset, int length) {
        return message(flags, array, offset, length);
    }

    /**
     * Takes note of a message that cannot be read; the next one is unharmed.
     *
     * @param error what is wrong with it
     * @return false to stop, as above
     */
    boolean invalid(PayloadException error);
}
