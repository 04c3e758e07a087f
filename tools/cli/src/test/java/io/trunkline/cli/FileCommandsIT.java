package io.trunkline.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
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
