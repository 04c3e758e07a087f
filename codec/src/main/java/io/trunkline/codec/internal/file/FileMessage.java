package io.trunkline.codec.internal.file;

import io.trunkline.Payload;
import org.jspecify.annotations.Nullable;

/**
 * One message about a file transfer.
 *
 * <p>Immutable. {@link FileMessageCodec} turns it into JSON and back. Numbers that a peer wrote and that are no legal
 * integers are -1 here, so that the transfer's own error can answer them. Implements SPEC.md section 6.4.1.
 */
public sealed interface FileMessage {
    /**
     * Names the transfer.
     *
     * @return the source's own choice, or the receiver's for a download
     */
    String transferId();

    /**
     * {@code file_start}: a file follows.
     *
     * @param transferId names the transfer
     * @param filename its name at the receiver
     * @param fileSize its bytes
     * @param chunkSize bytes of every chunk but the last
     * @param sha256 the digest, or null
     * @param resumable whether a partial file is to be kept
     * @param channel 0, or the channel of binary chunks
     */
    record Start(
            String transferId,
            String filename,
            long fileSize,
            long chunkSize,
            @Nullable String sha256,
            boolean resumable,
            int channel)
            implements FileMessage {
        /** Channels are three bytes on the wire; 0 is none. */
        public static final int MAX_CHANNEL = 0xFF_FFFF;
    }

    /**
     * {@code file_start_ack}: go on.
     *
     * @param transferId names the transfer
     * @param resumeFrom the first byte wanted, or -1 if the message does not say
     */
    record StartAck(String transferId, long resumeFrom) implements FileMessage {}

    /**
     * {@code file_chunk}, or a binary chunk.
     *
     * @param transferId names the transfer
     * @param chunkIndex from 0
     * @param data the bytes; null if they could not be decoded
     */
    record Chunk(
            String transferId, long chunkIndex, @Nullable Payload data) implements FileMessage {}

    /**
     * {@code file_chunk_ack}: stored so far.
     *
     * @param transferId names the transfer
     * @param chunkIndex the chunk
     * @param receivedBytes from the start of the file
     */
    record ChunkAck(String transferId, long chunkIndex, long receivedBytes) implements FileMessage {}

    /**
     * {@code file_progress}: for people.
     *
     * @param transferId names the transfer
     * @param progress 0 to 100
     * @param receivedBytes from the start of the file
     * @param totalBytes the file's size
     */
    record Progress(String transferId, double progress, long receivedBytes, long totalBytes) implements FileMessage {}

    /**
     * {@code file_end}: all bytes are sent.
     *
     * @param transferId names the transfer
     * @param sha256 the digest, or null
     */
    record End(String transferId, @Nullable String sha256) implements FileMessage {}

    /**
     * {@code file_complete}: stored and verified.
     *
     * @param transferId names the transfer
     * @param filename as in the start
     * @param receivedBytes the file's size
     * @param duration milliseconds
     * @param avgSpeed bytes per second, 0 if the duration is 0
     */
    record Complete(String transferId, String filename, long receivedBytes, long duration, double avgSpeed)
            implements FileMessage {}

    /**
     * {@code file_get}: be the source.
     *
     * @param transferId names the transfer
     * @param filename which file
     * @param chunkSize bytes of every chunk but the last
     * @param resumeFrom the first byte wanted, or 0
     */
    record Get(String transferId, String filename, long chunkSize, long resumeFrom) implements FileMessage {}

    /**
     * {@code error} with a transfer's id: the transfer is over.
     *
     * @param transferId names the transfer
     * @param message for people
     * @param code one of the wire's codes
     * @param reason a finer one, or null
     */
    record Failure(
            String transferId,
            String message,
            String code,
            @Nullable String reason) implements FileMessage {}
}
