package io.trunkline.codec.internal.file;

import io.trunkline.Payload;

/**
 * What receiving transfers decide: their caller carries it out and says how it went.
 *
 * <p>Per transfer, calls come as {@code open (discard | write* (finish discard? | discard | park))}. They are in file order,
 * so that a serial queue of blocking work may carry them out later.
 */
public interface ReceiverDecisions {
    /**
     * Send a message to the source.
     *
     * @param message an answer, a request, or an error
     */
    void reply(FileMessage message);

    /**
     * Find a place: look for a parked part, or make a temporary file; then call {@link ReceivingTransfer#accept} or
     * {@link ReceivingTransfer#fail}.
     *
     * @param transfer proposed, with a legal name and size
     */
    void open(ReceivingTransfer transfer);

    /**
     * Write bytes at a position, then call {@link ReceivingTransfer#written}.
     *
     * @param transfer receiving
     * @param position from the start of the file
     * @param bytes never empty
     */
    void write(ReceivingTransfer transfer, long position, Payload bytes);

    /**
     * Make the file durable and move it to its name in one step, then call {@link ReceivingTransfer#stored} or
     * {@link ReceivingTransfer#fail} with CONFLICT or STORAGE.
     *
     * @param transfer storing; all of its bytes were given out
     */
    void finish(ReceivingTransfer transfer);

    /**
     * Delete the temporary file, if there is one yet.
     *
     * @param transfer failed
     */
    void discard(ReceivingTransfer transfer);

    /**
     * Keep the temporary file for {@link TransferLimits#PARK}.
     *
     * @param transfer parked
     */
    void park(ReceivingTransfer transfer);

    /**
     * A transfer that we asked for did not begin, or the source gave it up.
     *
     * @param failure what the source said, what we answered to a start that is not what we asked for, or a timeout
     */
    default void failed(FileMessage.Failure failure) {}
}
