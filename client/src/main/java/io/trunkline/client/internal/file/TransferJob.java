package io.trunkline.client.internal.file;

import io.trunkline.PayloadException;
import io.trunkline.codec.internal.file.BinaryChunk;
import io.trunkline.codec.internal.file.FileMessage;
import io.trunkline.transport.CloseReason;

/**
 * One transfer, from the user's call to its end, over one connection or one after another.
 *
 * <p>Confined to the lane of its connection, except {@link #id} and {@link #running}.
 */
interface TransferJob {
    /** The transfer's name on the wire. */
    default String id() {
        return running().id();
    }

    /** What the user has of it. */
    RunningTransfer running();

    /** Begins, or goes on where the last connection left it. */
    void begin(FileLine<?> on);

    /** Takes a message that has this transfer's id. */
    void message(FileMessage message);

    /**
     * Takes a chunk.
     *
     * @throws PayloadException if it is another transfer's
     */
    void chunk(BinaryChunk chunk);

    /** Sends on, now that the peer reads again. */
    void writable();

    /** Ends what has stalled, and tells when to look again: {@link Long#MAX_VALUE} if there is nothing to look at. */
    long sweep(long now);

    /** Tells whether another connection could go on with it. */
    default boolean isResumable() {
        return running().options().isResumable();
    }

    /** Gives up, and tells the peer if it can still be told. */
    void abandon(FileMessage.Failure failure);

    /** Ends without another connection. */
    void lost(CloseReason reason);

    /** Keeps what there is for the next connection. */
    void park();
}
