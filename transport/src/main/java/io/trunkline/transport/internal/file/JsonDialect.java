package io.trunkline.transport.internal.file;

import io.trunkline.JsonMessage;
import io.trunkline.Payload;
import io.trunkline.PayloadException;
import io.trunkline.codec.FrameFormat;
import io.trunkline.codec.internal.file.BinaryChunk;
import io.trunkline.codec.internal.file.FileMessage;
import io.trunkline.codec.internal.file.FileMessageCodec;
import io.trunkline.codec.internal.file.TransferLimits;
import io.trunkline.codec.internal.json.JsonText;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/** Messages about files as JSON objects, chunks in base64. Implements SPEC.md sections 6.1 and 6.4.1. */
final class JsonDialect implements FileDialect<JsonMessage> {
    private static final FrameFormat<JsonMessage> BARE = JsonMessage.in(FrameFormat.raw());

    /** A frame that every format of JSON objects can carry. */
    static final JsonMessage SAMPLE =
            BARE.read(ByteBuffer.wrap("{\"type\":\"file_end\"}".getBytes(StandardCharsets.US_ASCII)));

    /** Looked at first, so that other messages are not read a second time. */
    private static final Set<String> TYPES = Set.of(
            "file_start",
            "file_start_ack",
            "file_chunk",
            "file_chunk_ack",
            "file_progress",
            "file_end",
            "file_complete",
            "file_get",
            "error");

    @Override
    public boolean decode(JsonMessage frame, FileItems to) {
        return TYPES.contains(frame.type())
                && FileMessageCodec.decode(frame.payload()).map(to::message).orElse(false);
    }

    @Override
    public JsonMessage encode(FileMessage message) {
        return message(FileMessageCodec.encode(message));
    }

    private static JsonMessage message(Payload object) {
        return BARE.read(object.asByteBuffer());
    }

    @Override
    public JsonMessage encode(BinaryChunk chunk) {
        throw new IllegalArgumentException("JSON carries no binary chunks");
    }

    @Override
    public boolean hasBinaryChunks() {
        return false;
    }

    @Override
    public int maxChunk(int maxFrame) {
        return TransferLimits.maxChunk(maxFrame);
    }

    @Override
    public JsonMessage error(PayloadException problem) {
        return message(JsonText.object()
                .put("type", "error")
                .put("message", "The message about a file cannot be read")
                .put("code", "MALFORMED_MESSAGE")
                .put("reason", problem.reason())
                .toPayload());
    }
}
