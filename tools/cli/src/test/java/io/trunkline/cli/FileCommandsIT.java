package io.trunkline.cli;

import io.trunkline.Payload;
import io.trunkline.client.ClientOptions;
import io.trunkline.client.StreamClient;
import io.trunkline.transport.DuplexStream;
import io.trunkline.transport.StreamHandler;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Files to a server of the command line and back. */
class FileCommandsIT {
    private static final int SIZE = 300_000;
    private static final int CHUNK = 65_536;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    private Path here;

    @TempDir
    private Path there;

    private Path content() throws Exception {
        byte[] bytes = new byte[SIZE];
        new Random(1).nextBytes(bytes);
        return Files.write(here.resolve("data.bin"), bytes);
    }

    @ParameterizedTest
    @ValueSource(strings = {"typed", "json-lines"})
    @Tag("feature-207")
    void fileGoesThereAndComesBackTheSame(String format) throws Exception {
        Path file = content();
        Path back = here.resolve("back.bin");
        try (ServerProcess server =
                ServerProcess.start("serve", "--app", "file", "--format", format, "--upload-dir", there.toString())) {
            Command upload = Command.run("upload", "127.0.0.1", server.port(), file, "--format", format);
            Command twice = Command.run("upload", "127.0.0.1", server.port(), file, "--format", format);
            Command download =
                    Command.run("download", "127.0.0.1", server.port(), "data.bin", back, "--format", format);
            Command kept = Command.run("download", "127.0.0.1", server.port(), "data.bin", back, "--format", format);

            assertThat(upload.err()).isEmpty();
            assertThat(upload.out())
                    .startsWith("stored data.bin " + SIZE + " bytes in ")
                    .contains(" sha256 ");
            assertThat(twice.exitCode()).isEqualTo(1);
            assertThat(twice.err()).contains("CONFLICT").doesNotContain("Exception");
            assertThat(download.out()).startsWith("fetched data.bin " + SIZE + " bytes in ");
            assertThat(back).hasSameBinaryContentAs(file);
            assertThat(kept.exitCode()).isEqualTo(1);
            assertThat(kept.out()).isEmpty();
        }
    }

    /** The commands that send files speak no streams; a program's client does. */
    @Test
    void filesComeAndGoOnStreams() throws Exception {
        Path file = content();
        Map<String, Object> metadata =
                Map.of("transferId", "t", "filename", "data.bin", "fileSize", SIZE, "chunkSize", CHUNK);
        Map<String, Object> wanted = Map.of("transferId", "u", "filename", "data.bin", "chunkSize", CHUNK);
        BlockingQueue<byte[]> fetched = new LinkedBlockingQueue<>();
        StreamHandler fetching = stream -> {
            stream.write(Payload.json(Map.of("type", "file_start_ack", "transferId", "u", "status", "ready")));
            fetched.add(stream.input().readNBytes(SIZE));
        };
        try (ServerProcess server = ServerProcess.start(
                        "serve", "--app", "file", "--format", "multiplexed", "--upload-dir", there.toString());
                StreamClient client = StreamClient.connect(ClientOptions.of("127.0.0.1", server.port()), fetching)) {
            DuplexStream stream = client.open("file", metadata);
            assertThat(answer(stream)).contains("file_start_ack");
            stream.write(Payload.of(Files.readAllBytes(file)));
            assertThat(answer(stream)).contains("file_complete");
            assertThat(there.resolve("data.bin")).hasSameBinaryContentAs(file);

            DuplexStream asking = client.open("file_get", wanted);
            assertThat(fetched.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isEqualTo(Files.readAllBytes(file));
            asking.close();
        }
    }

    private static String answer(DuplexStream stream) {
        return Objects.requireNonNull(stream.read(PATIENCE), "the stream was closed")
                .text();
    }

    @Test
    @Tag("feature-231")
    void sendFileLeavesTheFileAtAFileServer() throws Exception {
        Path file = content();
        try (ServerProcess server = ServerProcess.startOnAFreePort("run-file-server", there.toString())) {
            Command sent = Command.run("send-file", "127.0.0.1", server.port(), file);

            assertThat(sent.err()).isEmpty();
            assertThat(sent.out()).startsWith("sent data.bin " + SIZE + " bytes in ");
            await().untilAsserted(() -> assertThat(there.resolve("data.bin")).hasSameBinaryContentAs(file));
        }
    }
}
