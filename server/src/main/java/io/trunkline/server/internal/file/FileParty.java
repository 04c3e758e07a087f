package io.trunkline.server.internal.file;

import io.trunkline.PayloadException;
import io.trunkline.codec.internal.file.BinaryChunk;
import io.trunkline.codec.internal.file.FileMessage;

/**
 * One side of the transfers of one connection: the receiver of files, or their source.
 *
 * <p>Confined to the connection's lane, except {@link #wants}, {@link #wantsChunks} and {@link #isIdle}, which are called where
 * the handler runs.
 */
interface FileParty {
    /** Makes the party of a connection when its first frame about files has come. */
    @FunctionalInterface
    interface Maker {
        /** Makes it, for chunks up to a size. */
        FileParty make(FileLine line);
    }

    /** Tells whether a message is for this party; then it will be given to it, in order. */
    boolean wants(FileMessage message);

    boolean wantsChunks();

    void message(FileMessage message);

    /**
     * Takes a chunk.
     *
     * @throws PayloadException if it belongs to no transfer
     */
    void chunk(BinaryChunk chunk);

    /** The peer has read what was sent. */
    void writable();

    /** Ends what has stalled, and tells when to look again: {@link Long#MAX_VALUE} if there is nothing to look at. */
    long sweep(long now);

    /** From now on refuses what is new. */
    void drain();

    /** Tells whether no transfer is open or about to be. */
    boolean isIdle();

    void connectionLost();
}
