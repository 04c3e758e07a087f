package io.trunkline.codec.internal.file;

import io.trunkline.Payload;
import io.trunkline.PayloadException;
import io.trunkline.codec.internal.json.JsonFields;
import io.trunkline.codec.internal.json.JsonText;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Turns messages about transfers into JSON and back.
 *
 * <p>Thread-safe: stateless. Implements SPEC.md section 6.4.1.
 */
public final class FileMessageCodec {
    /** Ids are the peer's text and are kept as long as a partial file is. */
    static final int MAX_ID = 255;

    private FileMessageCodec() {}

    /**
     * Reads a message.
     *
     * @param json one JSON object
     * @return empty if it is about something else than a transfer
     * @throws PayloadException if it does not parse, or is about a transfer and does not say which
     */
    public static Optional<FileMessage> decode(Payload json) {
        byte[] bytes = json.toBytes();
        JsonFields fields = JsonFields.read(bytes, 0, bytes.length);
        return Optional.ofNullable(message(fields));
    }

    /**
     * Reads the start of a transfer over a stream, which has no {@code type}.
     *
     * @param metadata of the stream
     * @return the start
     * @throws PayloadException if it does not parse or does not name the transfer
     */
    public static FileMessage.Start decodeMetadata(Payload metadata) {
        byte[] bytes = metadata.toBytes();
        return start(JsonFields.read(bytes, 0, bytes.length));
    }

    /**
     * Reads a request for a file over a stream, which has no {@code type}.
     *
     * @param metadata of the stream
     * @return the request
     * @throws PayloadException if it does not parse or does not name the transfer
     */
    public static FileMessage.Get decodeGet(Payload metadata) {
        byte[] bytes = metadata.toBytes();
        return get(JsonFields.read(bytes, 0, bytes.length));
    }

    private static @Nullable FileMessage message(JsonFields json) {
        return switch (json.text("type").orElse("")) {
            case "file_start" -> start(json);
            case "file_start_ack" -> new FileMessage.StartAck(id(json), number(json, "resumeFrom"));
            case "file_chunk" -> new FileMessage.Chunk(id(json), number(json, "chunkIndex"), base64(json));
            case "file_chunk_ack" ->
                new FileMessage.ChunkAck(id(json), number(json, "chunkIndex"), number(json, "receivedBytes"));
            case "file_progress" ->
                new FileMessage.Progress(
                        id(json),
                        json.number("progress").orElse(0),
                        number(json, "receivedBytes"),
                        number(json, "totalBytes"));
            case "file_end" -> new FileMessage.End(id(json), json.text("sha256").orElse(null));
            case "file_complete" -> complete(json);
            case "file_get" -> get(json);
            case "error" -> json.has("transferId") ? failure(json) : null;
            default -> null;
        };
    }

    private static FileMessage.Get get(JsonFields json) {
        return new FileMessage.Get(
                id(json),
                text(json, "filename"),
                number(json, "chunkSize"),
                json.has("resumeFrom") ? number(json, "resumeFrom") : 0);
    }

    private static FileMessage.Start start(JsonFields json) {
        long channel = json.has("channel") ? number(json, "channel") : 0;
        return new FileMessage.Start(
                id(json),
                text(json, "filename"),
                number(json, "fileSize"),
                number(json, "chunkSize"),
                json.text("sha256").orElse(null),
                json.flag("resumable").orElse(false),
                channel == 0 || isChannel(channel) ? (int) channel : -1);
    }

    private static boolean isChannel(long channel) {
        return channel >= 1 && channel <= FileMessage.Start.MAX_CHANNEL;
    }

    private static FileMessage.Complete complete(JsonFields json) {
        return new FileMessage.Complete(
                id(json),
                text(json, "filename"),
                number(json, "receivedBytes"),
                (long) json.number("duration").orElse(0),
                json.number("avgSpeed").orElse(0));
    }

    private static FileMessage.Failure failure(JsonFields json) {
        return new FileMessage.Failure(
                id(json),
                text(json, "message"),
                text(json, "code"),
                json.text("reason").orElse(null));
    }

    private static String id(JsonFields json) {
        return json.requireText("transferId", MAX_ID);
    }

    private static String text(JsonFields json, String name) {
        try {
            return json.text(name).orElse("");
        } catch (PayloadException notText) {
            return "";
        }
    }

    /** Reads a number that is 0 or more; -1 stands for everything else. */
    private static long number(JsonFields json, String name) {
        try {
            return Math.max(-1, json.integer(name).orElse(-1));
        } catch (PayloadException notInteger) {
            return -1;
        }
    }

    private static @Nullable Payload base64(JsonFields json) {
        String data = text(json, "data");
        // The decoder takes unpadded text too, which the protocol does not.
        if (data.length() % 4 != 0) {
            return null;
        }
        try {
            return Payload.wrap(Base64.getDecoder().decode(data));
        } catch (IllegalArgumentException notBase64) {
            return null;
        }
    }

    /**
     * Writes a message.
     *
     * @param message any message
     * @return a JSON object in ASCII
     */
    public static Payload encode(FileMessage message) {
        return FileMessageWriter.write(message).toPayload();
    }

    /**
     * Writes the start of a transfer as the metadata of its stream.
     *
     * @param start the start
     * @return a JSON object in ASCII
     */
    public static Payload encodeMetadata(FileMessage.Start start) {
        return FileMessageWriter.start(JsonText.object(), start).toPayload();
    }
}
