package io.trunkline.codec.internal.mux;

import io.trunkline.Payload;

/**
 * What a {@link Multiplexer} decides: its caller carries it out.
 *
 * <p>Called on the thread that called the multiplexer, after its state has changed, so every method may call back into
 * it. Whoever implements it must not throw.
 */
public interface MuxEvents {
    /**
     * Write one frame, in call order.
     *
     * @param streamId 0 for control messages
     * @param body the frame's body; whoever holds it may keep it
     */
    void send(long streamId, Payload body);

    /**
     * The peer has opened a stream.
     *
     * @param stream open, with nothing received yet
     */
    void opened(MuxStream stream);

    /**
     * A stream that the peer wanted to open is none: the multiplexer has refused it by itself.
     *
     * @param reason as the peer is told
     */
    default void refused(String reason) {}

    /**
     * Bytes have arrived; they count against the windows until {@link Multiplexer#consumed} is told of them.
     *
     * @param stream where they arrived; live
     * @param bytes possibly empty
     */
    void data(MuxStream stream, Payload bytes);

    /**
     * A stream is over, whichever side opened it: called exactly once for each.
     *
     * @param stream no longer live; what it had not sent is discarded
     * @param end why
     */
    void closed(MuxStream stream, StreamEnd end);

    /**
     * Everything written to a stream has been sent after some of it had to wait for credit.
     *
     * @param stream open
     */
    default void writable(MuxStream stream) {}

    /**
     * Stop reading the connection, or go on: too many delivered bytes wait to be consumed.
     *
     * @param paused true to stop; the next call says false
     */
    default void readingPaused(boolean paused) {}

    /**
     * The peer is about to end the connection.
     *
     * @param message for people
     * @param graceMillis how long it waits for what is in flight
     */
    default void shutdownAnnounced(String message, long graceMillis) {}
}
