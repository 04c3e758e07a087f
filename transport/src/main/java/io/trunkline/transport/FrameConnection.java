package io.trunkline.transport;

import java.util.concurrent.CompletableFuture;

/**
 * A connection that carries frames of one format.
 *
 * <p>Thread-safe. Frames sent by one thread leave in the order of its calls.
 *
 * @param <F> what one frame is to its user
 */
public interface FrameConnection<F> extends Connection {
    /**
     * Encodes a frame and queues it, or writes it at once if nothing is queued.
     *
     * <p>Blocks only under {@link io.trunkline.Overflow#BLOCK}, for the write-stall timeout at most. Under
     * {@link io.trunkline.Overflow#DROP_OLDEST} it makes room by dropping frames that were sent by this method before and of
     * which no byte has left; where all of them would not make enough, it throws.
     *
     * @param frame the frame
     * @throws io.trunkline.PayloadException if the format cannot carry this frame; nothing was sent
     * @throws io.trunkline.QueueFullException if the outbound cap would be crossed and the policy says so; nothing was sent
     * @throws io.trunkline.ClosedException if the connection is closed or closing; nothing was sent
     * @throws IllegalStateException if the policy is BLOCK and the caller is an event loop
     */
    void send(F frame);

    /**
     * Does what {@link #send} does, and tells when the kernel has the frame.
     *
     * <p>Never blocks: under {@link io.trunkline.Overflow#BLOCK} a full queue fails the future. The future completes on
     * the event loop or, where the frame could be written at once, before this method returns.
     *
     * @param frame the frame
     * @return completes when the kernel has taken its last byte, which does not mean that the peer has seen it; fails with
     *     what {@code send} throws, or with {@link ConnectionLostException}
     */
    CompletableFuture<Void> sendAsync(F frame);

    /**
     * Tells whether fewer bytes are queued than the high watermark.
     *
     * @return false from the high watermark on until the queue has fallen to the low one
     */
    boolean isWritable();

    /**
     * Stops reading from the socket, so that the peer is slowed down by TCP.
     *
     * <p>Frames that were read before still arrive.
     */
    void pauseReading();

    /** Undoes {@link #pauseReading}; without it has no effect. */
    void resumeReading();

    /**
     * Takes nothing more, sends what is queued, and closes.
     *
     * <p>Returns at once. Received frames that were not delivered yet are discarded.
     */
    void closeAfterWrites();
}
