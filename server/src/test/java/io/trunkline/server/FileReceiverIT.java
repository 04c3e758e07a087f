package io.trunkline.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/** Files that come over messages: rows 85 to 87 and 89 of the catalogue of bad inputs, and what the seeds' server did right. */
class FileReceiverIT {
    @RegisterExtension
    final ServerFixture fixture = new ServerFixture();

    @TempDir
    Path home;

    private UploadRig rig;

    @BeforeEach
    void prepare() throws IOException {
        rig = new UploadRig(fixture, home);
    }

    @AfterEach
    void closeSenders() {
        rig.close();
    }

    @Test
    @Tag("feature-62")
    @Tag("feature-63")
    @Tag("feature-64")
    @Tag("feature-65")
    @Tag("feature-66")
    @Tag("feature-67")
    @Tag("feature-68")
    @Tag("feature-143")
    @Tag("feature-207")
    void aFileArrivesAsTheSeedsHaveIt() throws IOException {
        rig.start(with -> {});
        FileSender sender = rig.json().begin("t1", "hello.txt", 12, 5);
        sender.chunk("t1", 0, "hello")
                .chunk("t1", 1, ", wor")
                .chunk("t1", 2, "ld")
                .end("t1");

        assertThat(sender.next())
                .isEqualTo(Map.of("type", "file_chunk_ack", "transferId", "t1", "chunkIndex", 0, "receivedBytes", 5));
        Map<?, ?> progress = sender.next();
        assertThat(progress.get("type")).isEqualTo("file_progress");
        assertThat(progress.get("receivedBytes")).isEqualTo(5);
        assertThat(progress.get("totalBytes")).isEqualTo(12);
        assertThat(FileSender.number(progress, "progress")).isCloseTo(41.67, within(0.01));
        assertThat(sender.next().get("receivedBytes")).isEqualTo(10);
        assertThat(sender.next().get("receivedBytes")).isEqualTo(12);
        Map<?, ?> complete = sender.next();
        assertThat(complete.get("type")).isEqualTo("file_complete");
        assertThat(complete.get("filename")).isEqualTo("hello.txt");
        assertThat(complete.get("receivedBytes")).isEqualTo(12);
        assertThat(complete.containsKey("duration")).isTrue();
        assertThat(complete.containsKey("avgSpeed")).isTrue();
        assertThat(Files.readString(rig.directory().resolve("hello.txt"))).isEqualTo("hello, world");
        assertThat(rig.names()).containsExactly("hello.txt");
    }

    @Test
    @Tag("feature-21")
    void binaryChunksArriveOverTyped() throws IOException {
        rig.start(with -> {});
        byte[] file = UploadRig.random(300_000, 1);
        FileSender sender = rig.typed();
        sender.start(
                "t", "b.bin", file.length, 65_536, ",\"channel\":7,\"sha256\":\"" + FileSender.sha256(file) + "\"");
        assertThat(sender.next().get("type")).isEqualTo("file_start_ack");
        for (int i = 0; i * 65_536 < file.length; i++) {
            int from = i * 65_536;
            sender.binary(7, i, Arrays.copyOfRange(file, from, Math.min(file.length, from + 65_536)));
        }
        sender.end("t");

        assertThat(sender.outcome().get("type")).isEqualTo("file_complete");
        assertThat(Files.readAllBytes(rig.directory().resolve("b.bin"))).isEqualTo(file);
    }

    @Test
    void whatIsNotAboutFilesGoesToTheNextHandler() {
        rig.start(with -> {});
        FileSender sender = rig.json();
        sender.send("{\"type\":\"ping\"}");
        assertThat(sender.next()).isEqualTo(Map.of("type", "ping"));
        sender.send("{\"type\":\"file_get\",\"transferId\":\"t\",\"filename\":\"f\",\"chunkSize\":5}");
        assertThat(sender.next().get("type")).isEqualTo("file_get");
        sender.send("{\"type\":\"error\",\"message\":\"mine\"}");
        assertThat(sender.next().get("message")).isEqualTo("mine");
        sender.send("{\"type\":\"error\",\"message\":\"nobody's\",\"transferId\":\"x\"}");
        assertThat(sender.next().get("message")).isEqualTo("nobody's");
    }

    @Test
    void anEmptyFileIsAFile() {
        rig.start(with -> {});
        assertThat(rig.json().begin("t", "empty", 0, 5).end("t").outcome().get("type"))
                .isEqualTo("file_complete");
        assertThat(rig.directory().resolve("empty")).isEmptyFile();
    }

    @Test
    void aFileIsItsOwnersAlone() throws IOException {
        rig.start(with -> {});
        rig.json().begin("t", "f", 5, 5).chunk("t", 0, "hello").end("t").outcome();
        assertThat(PosixFilePermissions.toString(
                        Files.getPosixFilePermissions(rig.directory().resolve("f"))))
                .isEqualTo("rw-------");
    }

    @Test
    @Tag("feature-69")
    void row89AChunkForAnotherConnectionsTransferIsNotFound() {
        rig.start(with -> {});
        FileSender one = rig.json().begin("t", "f", 5, 5);
        FileSender other = rig.json();
        other.chunk("t", 0, "hello");

        Map<?, ?> answer = other.next();
        assertThat(answer.get("message")).isEqualTo("Transfer not found");
        assertThat(answer.get("transferId")).isEqualTo("t");
        other.end("t").expectError("t", "INVALID_REQUEST", "TRANSFER_NOT_FOUND");
        one.chunk("t", 0, "hello").end("t");
        assertThat(one.outcome().get("type")).isEqualTo("file_complete");
        one.end("t").expectError("t", "INVALID_REQUEST", "TRANSFER_NOT_FOUND");
    }

    @Test
    void row85ALostConnectionLeavesNothing() {
        rig.start(with -> {});
        FileSender reset = rig.json().begin("t", "f", 10, 5).chunk("t", 0, "hello");
        FileSender ended = rig.json().begin("t", "f", 10, 5).chunk("t", 0, "hello");
        assertThat(reset.next().get("type")).isEqualTo("file_chunk_ack");
        assertThat(rig.names()).hasSize(2);
        reset.reset();
        ended.close();
        rig.awaitNothingLeft();
    }

    @Test
    void row85AnEndBeforeAllBytesLeavesNothing() {
        rig.start(with -> {});
        rig.json()
                .begin("t", "f", 10, 5)
                .chunk("t", 0, "hello")
                .end("t")
                .expectError("t", "INVALID_REQUEST", "BAD_SIZE");
        assertThat(rig.names()).isEmpty();
    }

    @Test
    @Tag("feature-112")
    void rows86And87ChunksThatDoNotMakeTheFileLeaveNothing() {
        rig.start(with -> {});
        FileSender sender = rig.json();
        sender.begin("beyond", "f", 8, 5).chunk("beyond", 0, "hello").chunk("beyond", 1, "hello");
        sender.expectError("beyond", "INVALID_REQUEST", "CHUNK_ERROR");
        sender.begin("twice", "f", 10, 5).chunk("twice", 0, "hello").chunk("twice", 0, "hello");
        sender.expectError("twice", "INVALID_REQUEST", "CHUNK_ERROR");
        sender.begin("gap", "f", 15, 5).chunk("gap", 0, "hello").chunk("gap", 2, "hello");
        sender.expectError("gap", "INVALID_REQUEST", "CHUNK_ERROR");
        sender.begin("short", "f", 10, 5).chunk("short", 0, "hell");
        sender.expectError("short", "INVALID_REQUEST", "CHUNK_ERROR");
        sender.begin("digest", "f", 5, 5).chunk("digest", 0, "hello").end("digest", "0".repeat(64));
        sender.expectError("digest", "INVALID_REQUEST", "CHUNK_ERROR");
        sender.begin("base64", "f", 5, 5)
                .send("{\"type\":\"file_chunk\",\"transferId\":\"base64\",\"chunkIndex\":0,\"data\":\"?\"}")
                .expectError("base64", "INVALID_REQUEST", "CHUNK_ERROR");

        assertThat(rig.names()).isEmpty();
    }

    @Test
    void aDigestIsRequiredWhereTheReceiverSaysSo() {
        rig.start(FileReceiver.Builder::requireSha256);
        FileSender sender =
                rig.json().begin("t", "f", 5, 5).chunk("t", 0, "hello").end("t");
        sender.expectError("t", "INVALID_REQUEST", null);
        assertThat(rig.names()).isEmpty();
        sender.begin("t", "f", 5, 5).chunk("t", 0, "hello").end("t", FileSender.sha256("hello".getBytes(US_ASCII)));
        assertThat(sender.outcome().get("type")).isEqualTo("file_complete");
    }

    @Test
    void bodiesThatCannotBeReadCostThemselvesSixteenTimes() {
        rig.start(with -> {});
        FileSender sender = rig.json();
        for (int i = 0; i < 16; i++) {
            sender.send("{\"type\":\"file_start\",\"filename\":\"f\"}");
            assertThat(sender.next().get("code")).isEqualTo("MALFORMED_MESSAGE");
        }
        sender.begin("t", "f", 5, 5);
        sender.send("{\"type\":\"file_end\"}");
        sender.expectEnd();
        rig.awaitNothingLeft();
    }

    @Test
    void chunksOnNoChannelCostThemselvesSixteenTimes() {
        rig.start(with -> {});
        FileSender sender = rig.typed();
        for (int i = 0; i < 17; i++) {
            sender.binary(3, i, new byte[10]);
        }
        sender.expectEnd();
    }
}
