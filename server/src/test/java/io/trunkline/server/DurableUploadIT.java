package io.trunkline.server;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** What an acknowledgement is worth, and what a large file costs: seen from outside, on a process of its own. */
class DurableUploadIT {
    private static final int CHUNK = 65_536;
    /** A hundred of a hundred in the long form. */
    private static final int ROUNDS = LongForm.count(5, 100);

    @TempDir
    Path directory;

    private Process start() throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-Xmx64m", "-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path")));
        command.addAll(List.of(UploadServerMain.class.getName(), directory.toString()));
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> !name.startsWith("."))
                    .sorted()
                    .toList();
        }
    }

    /** P16: the process is killed as soon as it has said that the file is stored, while another is on its way. */
    @Test
    void whatWasAcknowledgedIsThereAfterAKill() throws Exception {
        Random random = new Random(16);
        List<String> acknowledged = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            byte[] file = new byte[1 + random.nextInt(1_000_000)];
            random.nextBytes(file);
            Process process = start();
            try (BufferedReader out = process.inputReader();
                    FileSender sender = FileSender.typed(Integer.parseInt(out.readLine()))) {
                sender.begin("other", "unfinished" + round, file.length, CHUNK);
                sender.begin("t", "f" + round, file.length, CHUNK).content("t", file, CHUNK, 0);
                sender.chunk("other", 0, Arrays.copyOf(file, Math.min(file.length, CHUNK)));
                sender.end("t", FileSender.sha256(file));
                assertThat(sender.outcome().get("type")).isEqualTo("file_complete");
            } finally {
                process.destroyForcibly().waitFor();
            }
            acknowledged.add("f" + round);
            assertThat(directory.resolve("f" + round)).hasBinaryContent(file);
            assertThat(names()).containsExactlyInAnyOrderElementsOf(acknowledged);
        }
    }

    /** The heap is 64 MiB, the file twice that: no more of it is ever in memory than waits for the disk. */
    @Test
    void aFileMayBeLargerThanTheHeap() throws Exception {
        byte[] chunk = new byte[512 * 1024];
        Process process = start();
        try (BufferedReader out = process.inputReader();
                FileSender sender = FileSender.typed(Integer.parseInt(out.readLine()))) {
            sender.start("t", "f", 256 * chunk.length, chunk.length, ",\"channel\":1");
            assertThat(sender.next().get("type")).isEqualTo("file_start_ack");
            for (int i = 0; i < 256; i++) {
                sender.binary(1, i, chunk);
            }
            assertThat(sender.end("t").outcome().get("type")).isEqualTo("file_complete");
            assertThat(directory.resolve("f")).hasSize(256L * chunk.length);
        } finally {
            process.destroyForcibly().waitFor();
        }
    }
}
