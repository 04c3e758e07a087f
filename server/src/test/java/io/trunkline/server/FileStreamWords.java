package io.trunkline.server;

import io.trunkline.transport.DuplexStream;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.assertThat;

/** What both ends of a stream with a file say, as a test says it and expects it. */
final class FileStreamWords {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private FileStreamWords() {}

    static Map<String, Object> start(String id, String name, long size) {
        Map<String, Object> start = new LinkedHashMap<>();
        start.put("transferId", id);
        start.put("filename", name);
        start.put("fileSize", size);
        start.put("chunkSize", 65_536);
        return start;
    }

    static Map<String, Object> with(Map<String, Object> start, String name, Object value) {
        start.put(name, value);
        return start;
    }

    /** Reads one answer, which is all of what one frame brings. */
    static Map<?, ?> answer(DuplexStream stream) {
        return Objects.requireNonNull(stream.read(PATIENCE), "the stream was closed")
                .as(Map.class);
    }

    static void expectAck(DuplexStream stream, String id) {
        assertThat(answer(stream)).isEqualTo(Map.of("type", "file_start_ack", "transferId", id, "status", "ready"));
    }

    static void expectError(DuplexStream stream, String code, @Nullable String reason) {
        Map<?, ?> answer = answer(stream);
        assertThat(answer.get("type")).as("%s", answer).isEqualTo("error");
        assertThat(answer.get("code")).as("%s", answer).isEqualTo(code);
        assertThat(answer.get("reason")).as("%s", answer).isEqualTo(reason);
        assertThat(stream.read(PATIENCE))
                .as("the receiver closes behind its error")
                .isNull();
    }

    static Map<String, Object> get(String id, String name, Object... more) {
        Map<String, Object> get = new LinkedHashMap<>(Map.of("transferId", id, "filename", name, "chunkSize", 65_536));
        for (int i = 0; i < more.length; i += 2) {
            get.put((String) more[i], more[i + 1]);
        }
        return get;
    }
}
