package io.trunkline.server;

import io.trunkline.Payload;
import io.trunkline.ReplyException;
import io.trunkline.transport.DuplexStream;
import io.trunkline.transport.StreamConnection;
import io.trunkline.transport.StreamHandler;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import static io.trunkline.server.FileStreamWords.answer;
import static io.trunkline.server.FileStreamWords.expectAck;
import static io.trunkline.server.FileStreamWords.expectError;
import static io.trunkline.server.FileStreamWords.start;
import static io.trunkline.server.FileStreamWords.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/** Files that have a stream each, between two real ends (SPEC.md section 6.4.6), with rows of faults.md. */
final class FileStreamIT {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @RegisterExtension
    final ServerFixture fixture = new ServerFixture();

    @TempDir
    Path home;

    private Path directory = Path.of("made before each test");
    private StreamEnd end;

    @BeforeEach
    void begin() throws IOException {
        directory = Files.createDirectory(home.resolve("files"));
        end = new StreamEnd();
    }

    @AfterEach
    void closeEnd() {
        end.close();
    }

    private StreamConnection serving(StreamHandler handler) {
        fixture.start(server -> server.listen(0, handler));
        return end.connect(fixture.server().port(), null);
    }

    private StreamConnection receiving() {
        return serving(FileReceiver.into(directory).streamHandler());
    }

    private List<String> names() {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private List<Long> sizes() {
        return names().stream()
                .map(name -> directory.resolve(name).toFile().length())
                .toList();
    }

    private void awaitNames(String... expected) {
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(names()).containsExactly(expected));
    }

    @Test
    void twoFilesComeAtTheSameTimeOnAStreamEach() throws IOException {
        StreamConnection connection = receiving();
        byte[] one = UploadRig.random(3_000_000, 1);
        byte[] two = UploadRig.random(1_234_567, 2);
        DuplexStream first =
                connection.open("file", with(start("a", "one", one.length), "sha256", FileSender.sha256(one)));
        DuplexStream second = connection.open("file", start("b", "two", two.length));
        expectAck(first, "a");
        expectAck(second, "b");
        for (int at = 0; at < one.length; at += 100_000) {
            first.write(Payload.of(Arrays.copyOfRange(one, at, at + 100_000)));
            if (at < two.length) {
                second.write(Payload.of(Arrays.copyOfRange(two, at, Math.min(two.length, at + 100_000))));
            }
        }

        for (DuplexStream each : List.of(first, second)) {
            Map<?, ?> complete = answer(each);
            assertThat(complete.get("type")).as("%s", complete).isEqualTo("file_complete");
            each.close();
        }
        assertThat(Files.readAllBytes(directory.resolve("one"))).isEqualTo(one);
        assertThat(Files.readAllBytes(directory.resolve("two"))).isEqualTo(two);
        assertThat(names()).containsExactly("one", "two");
    }

    @Test
    void bothAnswersAboutAnEmptyFileHaveFramesOfTheirOwn() {
        DuplexStream stream = receiving().open("file", start("t", "empty", 0));

        expectAck(stream, "t");
        assertThat(answer(stream).get("type")).isEqualTo("file_complete");
        assertThat(directory.resolve("empty")).isEmptyFile();
    }

    @Test
    void theSourceClosesAndUntilThenTheReceiverWaits() {
        DuplexStream stream = receiving().open("file", start("t", "empty", 0));
        expectAck(stream, "t");
        answer(stream);

        assertThat(stream.isOpen()).isTrue();
        stream.close();
        assertThat(stream.closed().toCompletableFuture()).succeedsWithin(PATIENCE);
    }

    @Test
    void row81And84WhatMayNotBeReceivedIsRefusedAndTheServerHearsOfIt() {
        fixture.start(server -> server.listen(
                0, FileReceiver.builder(directory).maxFile(100).build().streamHandler()));
        StreamConnection connection = end.connect(fixture.server().port(), null);

        expectError(connection.open("file", start("a", "../x", 5)), "INVALID_REQUEST", "BAD_NAME");
        expectError(connection.open("file", start("b", "x", 101)), "INVALID_REQUEST", "BAD_SIZE");
        assertThat(names()).isEmpty();
        assertThat(fixture.server().stats().refusals())
                .containsEntry(Refusal.Reason.FILE_NAME, 1L)
                .containsEntry(Refusal.Reason.FILE_SIZE, 1L);
    }

    @Test
    void row85AStreamThatEndsBeforeItsFileLeavesNothing() {
        StreamConnection connection = receiving();
        DuplexStream closed = connection.open("file", start("a", "closed", 10));
        expectAck(closed, "a");
        closed.write(Payload.ofText("hello"));
        closed.close();
        DuplexStream reset = connection.open("file", start("b", "reset", 10));
        expectAck(reset, "b");
        reset.reset();

        awaitNames();
        assertThat(connection.isOpen()).isTrue();
    }

    @Test
    void row86AByteTooManyAbortsTheTransfer() {
        DuplexStream stream = receiving().open("file", start("t", "f", 4));
        expectAck(stream, "t");
        stream.write(Payload.ofText("hello"));

        expectError(stream, "INVALID_REQUEST", "CHUNK_ERROR");
        awaitNames();
    }

    @Test
    void row87AWrongDigestAbortsTheTransfer() {
        DuplexStream stream = receiving().open("file", with(start("t", "f", 5), "sha256", "0".repeat(64)));
        expectAck(stream, "t");
        stream.write(Payload.ofText("hello"));

        expectError(stream, "INVALID_REQUEST", "CHUNK_ERROR");
        awaitNames();
    }

    @Test
    void row88AnIdThatIsOpenIsAConflictAndItsTransferGoesOn() {
        StreamConnection connection = receiving();
        DuplexStream stream = connection.open("file", start("t", "f", 5));
        expectAck(stream, "t");
        expectError(connection.open("file", start("t", "g", 5)), "INVALID_REQUEST", "CONFLICT");
        stream.write(Payload.ofText("hello"));

        assertThat(answer(stream).get("type")).isEqualTo("file_complete");
        stream.close();
    }

    @Test
    void row90TransfersOnStreamsCountAgainstTheirAddress() {
        StreamConnection connection = serving(
                FileReceiver.builder(directory).transfersPerAddress(1).build().streamHandler());
        DuplexStream stream = connection.open("file", start("a", "f", 5));
        expectAck(stream, "a");
        expectError(connection.open("file", start("b", "g", 5)), "SERVICE_UNAVAILABLE", "LIMIT_EXCEEDED");
        stream.write(Payload.ofText("hello"));
        assertThat(answer(stream).get("type")).isEqualTo("file_complete");

        expectAck(connection.open("file", start("c", "g", 5)), "c");
    }

    @Test
    void row90AStreamWithoutBytesIsGivenUp() {
        DuplexStream stream = serving(FileReceiver.builder(directory)
                        .stallTimeout(Duration.ofMillis(100))
                        .build()
                        .streamHandler())
                .open("file", start("a", "f", 5));
        expectAck(stream, "a");

        expectError(stream, "TIMEOUT", null);
        awaitNames();
    }

    @Test
    void aFileWhoseConnectionWasLostGoesOnAtAWholeChunk() throws IOException {
        byte[] file = UploadRig.random(200_000, 3);
        FileReceiver receiver = FileReceiver.into(directory);
        StreamConnection lost = serving(receiver.streamHandler());
        DuplexStream stream = lost.open("file", with(start("t", "f", file.length), "resumable", true));
        expectAck(stream, "t");
        stream.write(Payload.of(Arrays.copyOf(file, 150_000)));
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(sizes()).containsExactly(150_000L));
        lost.close();

        StreamConnection again = end.connect(fixture.server().port(), null);
        DuplexStream[] resumed = new DuplexStream[1];
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(500)).untilAsserted(() -> {
            DuplexStream next = again.open(
                    "file",
                    with(with(start("t", "f", file.length), "resumable", true), "sha256", FileSender.sha256(file)));
            resumed[0] = next;
            Map<?, ?> ack = answer(next);
            if (!Objects.equals(ack.get("resumeFrom"), 131_072)) {
                next.reset();
            }
            assertThat(ack.get("resumeFrom")).as("%s", ack).isEqualTo(131_072);
        });
        resumed[0].write(Payload.of(Arrays.copyOfRange(file, 131_072, file.length)));
        assertThat(answer(resumed[0]).get("type")).isEqualTo("file_complete");
        assertThat(Files.readAllBytes(directory.resolve("f"))).isEqualTo(file);
    }

    @Test
    void metadataThatAnnouncesNoFileResetsTheStreamAlone() {
        StreamConnection connection = receiving();
        DuplexStream stream = connection.open("file", Map.of("filename", "f"));

        assertThatThrownBy(() -> stream.read(PATIENCE))
                .isInstanceOfSatisfying(
                        ReplyException.class, e -> assertThat(e.code().name()).isEqualTo("INVALID_REQUEST"));
        expectAck(connection.open("file", start("t", "f", 5)), "t");
    }
}
