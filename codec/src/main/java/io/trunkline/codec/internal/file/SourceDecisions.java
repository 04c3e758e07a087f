package io.trunkline.codec.internal.file;

import io.trunkline.Payload;

/** What sending transfers decide: their caller carries it out and says how it went. */
public interface SourceDecisions {
    /**
     * Send a message to the receiver.
     *
     * @param message a start, an end, or an error
     */
    void send(FileMessage message);

    /**
     * Send a chunk: as a message, as a {@link BinaryChunk}, or its bytes alone on the transfer's stream.
     *
     * @param transfer sending
     * @param index of the chunk
     * @param bytes never empty
     */
    void sendChunk(SendingTransfer transfer, long index, Payload bytes);

    /**
     * Read bytes of the file, then call {@link SendingTransfer#chunk} or {@link SendingTransfer#fail}; reads are answered
     * in order.
     *
     * @param transfer sending
     * @param position from the start of the file
     * @param length exactly how many
     */
    void read(SendingTransfer transfer, long position, int length);

    /**
     * The receiver has stored and verified the file.
     *
     * @param transfer complete
     * @param receipt what the receiver said
     */
    void done(SendingTransfer transfer, FileMessage.Complete receipt);

    /**
     * The transfer is over without a file.
     *
     * @param transfer failed
     * @param failure what the receiver said, or what it was told
     */
    void failed(SendingTransfer transfer, FileMessage.Failure failure);
}
