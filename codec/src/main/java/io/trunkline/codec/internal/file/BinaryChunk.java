package io.trunkline.codec.internal.file;

import io.trunkline.Payload;
import io.trunkline.PayloadException;
import java.nio.ByteBuffer;

/**
 * A chunk as it travels in {@code typed} frames, without base64.
 *
 * <pre>{@code
 * +------+----------------+---------------------+-------+
 * | 0x00 | channel (u24)  | chunkIndex (u32)    | bytes |
 * +------+----------------+---------------------+-------+
 * }</pre>
 *
 * <p>Immutable. Implements SPEC.md section 6.4.5.
 *
 * @param channel 1 to 16,777,215
 * @param chunkIndex 0 to 4,294,967,295
 * @param data the bytes
 */
public record BinaryChunk(int channel, long chunkIndex, Payload data) {
    private static final int HEADER_BYTES = 8;
    private static final long MAX_INDEX = 0xFFFF_FFFFL;

    /** Refuses what the header cannot carry. */
    public BinaryChunk {
        if (channel < 1 || channel > FileMessage.Start.MAX_CHANNEL || chunkIndex < 0 || chunkIndex > MAX_INDEX) {
            throw new IllegalArgumentException("channel " + channel + ", chunkIndex " + chunkIndex);
        }
    }

    /**
     * Tells which of the two kinds of file bodies one is.
     *
     * @param body of a frame of type 0x20
     * @return true for a chunk, false for a JSON message
     * @throws PayloadException if it begins like neither
     */
    public static boolean isChunk(Payload body) {
        int first = body.isEmpty() ? -1 : body.asByteBuffer().get(0);
        if (first != 0 && first != '{') {
            throw new PayloadException("CHUNK_ERROR", "a file body begins with neither 0x00 nor 0x7B", 0);
        }
        return first == 0;
    }

    /**
     * Reads a chunk, without copying its bytes.
     *
     * @param body of a frame of type 0x20
     * @return the chunk
     * @throws PayloadException if it is too short, or its channel is 0
     */
    public static BinaryChunk decode(Payload body) {
        if (body.size() < HEADER_BYTES) {
            throw new PayloadException("CHUNK_ERROR", "a chunk without a whole header", body.size());
        }
        ByteBuffer in = body.asByteBuffer();
        int channel = in.getInt();
        if (channel < 1 || channel > FileMessage.Start.MAX_CHANNEL) {
            throw new PayloadException("CHUNK_ERROR", "a chunk on no channel", 0);
        }
        long index = in.getInt() & MAX_INDEX;
        return new BinaryChunk(channel, index, body.slice(HEADER_BYTES, body.size() - HEADER_BYTES));
    }

    /**
     * Writes the chunk.
     *
     * @return the body of a frame of type 0x20
     */
    public Payload encode() {
        ByteBuffer out = ByteBuffer.allocate(HEADER_BYTES + data.size());
        out.putInt(channel).putInt((int) chunkIndex);
        data.writeTo(out);
        return Payload.wrap(out.array());
    }
}
