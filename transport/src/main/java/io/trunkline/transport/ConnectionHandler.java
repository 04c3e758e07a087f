package io.trunkline.transport;

import io.trunkline.PayloadException;
import java.time.Duration;

/**
 * Receives the frames of one connection: one object per connection, so its state is plain fields.
 *
 * <p>Callbacks run one at a time on workers, where they may block: open, frames in the order of the wire, end, close.
 * Each sees what the ones before it wrote, so fields need no locks. What a callback throws is logged and closes this
 * connection, and no other.
 *
 * @param <F> what one frame is to its user
 */
@FunctionalInterface
public interface ConnectionHandler<F> {
    /** Called once, before everything else. */
    default void onOpen() {}

    /**
     * Called for each frame.
     *
     * @param frame yours to keep
     * @throws Exception closes the connection
     */
    void onFrame(F frame) throws Exception;

    /**
     * Called when the outbound queue has reached the high watermark, and when it has fallen to the low one.
     *
     * <p>Whoever stops sending because the connection is not writable is called with true once it is again; a queue that
     * fills and empties at once is told of by that call alone.
     *
     * @param writable whether it is a good moment to send
     */
    default void onWritable(boolean writable) {}

    /**
     * Called for each frame that is whole but has an unusable content; the connection goes on.
     *
     * @param problem what is wrong
     */
    default void onInvalid(PayloadException problem) {}

    /**
     * Called when the peer has ended its output: no frame will follow.
     *
     * <p>What is sent before this method returns still reaches the peer; then the connection is closed. So block here
     * while answers are being made elsewhere.
     */
    default void onEnd() {}

    /**
     * Called when the server shuts down, behind the frames that were read so far: says who ends the connection.
     *
     * <p>By default the server does, once what was sent has left; no further frame is read then. Who is in the middle of
     * something returns true, gets what the peer sends on, and calls {@link FrameConnection#closeAfterWrites()} when it is
     * finished.
     *
     * @param grace after it the connection is closed all the same
     * @return whether this handler ends the connection itself
     */
    default boolean onShutdown(Duration grace) {
        return false;
    }

    /**
     * Called last, once, whatever ended the connection; unless {@code open} failed.
     *
     * @param reason why
     */
    default void onClose(CloseReason reason) {}

    /**
     * Makes the handler of each new connection.
     *
     * @param <F> what one frame is to its user
     */
    @FunctionalInterface
    interface Factory<F> {
        /**
         * Makes the handler of one connection; an exception closes the connection.
         *
         * @param connection may be kept and used from any thread
         * @return a handler of its own
         */
        ConnectionHandler<F> open(FrameConnection<F> connection);
    }
}
