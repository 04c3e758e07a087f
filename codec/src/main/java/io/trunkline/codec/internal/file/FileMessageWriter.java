package io.trunkline.codec.internal.file;

import io.trunkline.Payload;
import io.trunkline.codec.internal.json.JsonText;
import java.util.Base64;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Writes messages about transfers, members in the order of the specification. Thread-safe: stateless. */
final class FileMessageWriter {
    private FileMessageWriter() {}

    static JsonText write(FileMessage message) {
        if (message instanceof FileMessage.Start start) {
            return start(JsonText.object().put("type", "file_start"), start);
        }
        if (message instanceof FileMessage.StartAck ack) {
            JsonText json = typed("file_start_ack", ack).put("status", "ready");
            return ack.resumeFrom() < 0 ? json : json.put("resumeFrom", ack.resumeFrom());
        }
        if (message instanceof FileMessage.Chunk chunk) {
            Payload data = Objects.requireNonNull(chunk.data(), "data");
            return typed("file_chunk", chunk)
                    .put("chunkIndex", chunk.chunkIndex())
                    .put("data", Base64.getEncoder().encodeToString(data.toBytes()));
        }
        if (message instanceof FileMessage.End end) {
            return optional(typed("file_end", end), "sha256", end.sha256());
        }
        if (message instanceof FileMessage.Get get) {
            JsonText json =
                    typed("file_get", get).put("filename", get.filename()).put("chunkSize", get.chunkSize());
            return get.resumeFrom() == 0 ? json : json.put("resumeFrom", get.resumeFrom());
        }
        return writeAnswer(message);
    }

    private static JsonText writeAnswer(FileMessage message) {
        if (message instanceof FileMessage.ChunkAck ack) {
            return typed("file_chunk_ack", ack)
                    .put("chunkIndex", ack.chunkIndex())
                    .put("receivedBytes", ack.receivedBytes());
        }
        if (message instanceof FileMessage.Progress progress) {
            return typed("file_progress", progress)
                    .put("progress", progress.progress())
                    .put("receivedBytes", progress.receivedBytes())
                    .put("totalBytes", progress.totalBytes());
        }
        if (message instanceof FileMessage.Complete done) {
            return typed("file_complete", done)
                    .put("filename", done.filename())
                    .put("receivedBytes", done.receivedBytes())
                    .put("duration", done.duration())
                    .put("avgSpeed", done.avgSpeed());
        }
        FileMessage.Failure failure = (FileMessage.Failure) message;
        JsonText json = JsonText.object()
                .put("type", "error")
                .put("message", failure.message())
                .put("code", failure.code());
        return optional(json, "reason", failure.reason()).put("transferId", failure.transferId());
    }

    static JsonText start(JsonText json, FileMessage.Start start) {
        json.put("transferId", start.transferId())
                .put("filename", start.filename())
                .put("fileSize", start.fileSize())
                .put("chunkSize", start.chunkSize());
        optional(json, "sha256", start.sha256());
        if (start.resumable()) {
            json.put("resumable", true);
        }
        return start.channel() == 0 ? json : json.put("channel", start.channel());
    }

    private static JsonText typed(String type, FileMessage message) {
        return JsonText.object().put("type", type).put("transferId", message.transferId());
    }

    private static JsonText optional(JsonText json, String name, @Nullable String value) {
        return value == null ? json : json.put(name, value);
    }
}
