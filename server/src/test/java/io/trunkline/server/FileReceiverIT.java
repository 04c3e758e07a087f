package io.trunkline.server;

import io.trunkline.JsonMessage;
import io.trunkline.codec.FrameFormat;
import io.trunkline.codec.TypedFrame;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

/** Files that come over messages: rows 81 to 90 of the catalogue of bad inputs, and what the seeds' server did right. */
class FileReceiverIT {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @RegisterExtension
    final ServerFixture fixture = new ServerFixture();

    @TempDir
    Path home;

    private Path directory = Path.of("made before each test");

    private final List<FileSender> senders = new ArrayList<>();

    @BeforeEach
    void makeDirectory() throws IOException {
        directory = Files.createDirectory(home.resolve("uploads"));
    }

    @AfterEach
    void closeSenders() {
        senders.forEach(FileSender::close);
    }

    private void start(Consumer<FileReceiver.Builder> with) {
        FileReceiver.Builder builder = FileReceiver.builder(directory);
        with.accept(builder);
        start(builder.build());
    }

    private void start(FileReceiver receiver) {
        fixture.start(server -> server.listen(
                        ListenOptions.builder().name("json").port(0).build(),
                        JsonMessage.in(FrameFormat.lengthPrefixed()),
                        c -> receiver.handler(c, c::send))
                .listen(
                        ListenOptions.builder().name("typed").port(0).build(),
                        FrameFormat.typed(),
                        c -> receiver.handler(c, frame -> c.send(new TypedFrame(0x99, 0, frame.payload())))));
    }

    private FileSender json() {
        FileSender sender = FileSender.json(fixture.server().port("json"));
        senders.add(sender);
        return sender;
    }

    private FileSender typed() {
        FileSender sender = FileSender.typed(fixture.server().port("typed"));
        senders.add(sender);
        return sender;
    }

    private List<String> names() {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void awaitNothingLeft() {
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(names()).isEmpty());
    }

    private static byte[] random(int size, long seed) {
        byte[] bytes = new byte[size];
        new Random(seed).nextBytes(bytes);
        return bytes;
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
        start(with -> {});
        FileSender sender = json().begin("t1", "hello.txt", 12, 5);
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
        assertThat(Files.readString(directory.resolve("hello.txt"))).isEqualTo("hello, world");
        assertThat(names()).containsExactly("hello.txt");
    }

    @Test
    @Tag("feature-21")
    void binaryChunksArriveOverTyped() throws IOException {
        start(with -> {});
        byte[] file = random(300_000, 1);
        FileSender sender = typed();
        sender.start(
                "t", "b.bin", file.length, 65_536, ",\"channel\":7,\"sha256\":\"" + FileSender.sha256(file) + "\"");
        assertThat(sender.next().get("type")).isEqualTo("file_start_ack");
        for (int i = 0; i * 65_536 < file.length; i++) {
            int from = i * 65_536;
            sender.binary(7, i, Arrays.copyOfRange(file, from, Math.min(file.length, from + 65_536)));
        }
        sender.end("t");

        assertThat(sender.outcome().get("type")).isEqualTo("file_complete");
        assertThat(Files.readAllBytes(directory.resolve("b.bin"))).isEqualTo(file);
    }

    @Test
    void whatIsNotAboutFilesGoesToTheNextHandler() {
        start(with -> {});
        FileSender sender = json();
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
        start(with -> {});
        assertThat(json().begin("t", "empty", 0, 5).end("t").outcome().get("type"))
                .isEqualTo("file_complete");
        assertThat(directory.resolve("empty")).isEmptyFile();
    }

    @Test
    void aFileIsItsOwnersAlone() throws IOException {
        start(with -> {});
        json().begin("t", "f", 5, 5).chunk("t", 0, "hello").end("t").outcome();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve("f"))))
                .isEqualTo("rw-------");
    }

    @Test
    @Tag("feature-69")
    void row89AChunkForAnotherConnectionsTransferIsNotFound() {
        start(with -> {});
        FileSender one = json().begin("t", "f", 5, 5);
        FileSender other = json();
        other.chunk("t", 0, "hello");

        Map<?, ?> answer = other.next();
        assertThat(answer.get("message")).isEqualTo("Transfer not found");
        assertThat(answer.get("transferId")).isEqualTo("t");
        other.end("t").expectError("t", "INVALID_REQUEST", "TRANSFER_NOT_FOUND");
        one.chunk("t", 0, "hello").end("t");
        assertThat(one.outcome().get("type")).isEqualTo("file_complete");
        one.end("t").expectError("t", "INVALID_REQUEST", "TRANSFER_NOT_FOUND");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../x",
                "a/../../x",
                "/x",
                "C:\\\\x",
                "..\\\\x",
                "....//x",
                "%2e%2e/x",
                "\\uff0e\\uff0e",
                "a\\u0000",
                "a\\r",
                "a\\n",
                "",
                ".",
                "..",
                ".x",
                " x",
                "CON",
                "-rf",
                "nul.txt",
                "a:b"
            })
    void rows81And82NamesThatMeanSomethingElseAreRefusedAndNothingIsCreated(String name) {
        start(with -> {});
        json().start("t", name, 5, 5).expectError("t", "INVALID_REQUEST", "BAD_NAME");
        assertThat(names()).isEmpty();
        assertThat(home.toFile().list()).containsExactly("uploads");
    }

    @Test
    void row82ANameOf255BytesIsTakenAndOneOf256IsNot() {
        start(with -> {});
        FileSender sender = json();
        sender.start("t", "n".repeat(256), 0, 5).expectError("t", "INVALID_REQUEST", "BAD_NAME");
        sender.begin("u", "n".repeat(255), 0, 5).end("u");
        assertThat(sender.outcome().get("type")).isEqualTo("file_complete");
    }

    @Test
    void row83ALinkIsNeitherFollowedNorReplaced(@TempDir Path elsewhere) throws IOException {
        Path outside = Files.writeString(elsewhere.resolve("outside"), "untouched");
        Files.createSymbolicLink(directory.resolve("link"), outside);
        start(FileReceiver.Builder::replaceExisting);
        json().start("t", "link", 5, 5).expectError("t", "INVALID_REQUEST", "BAD_NAME");

        assertThat(outside).hasContent("untouched");
        assertThat(names()).containsExactly("link");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "9223372036854775808", "9223372036854775807", "101", "1e3", "\"\"", "5.5", "null"})
    void row84SizesThatAreNoneAreRefusedBeforeAnythingIsWritten(String size) {
        start(with -> with.maxFile(100));
        json().start("t", "f", size, 5, "").expectError("t", "INVALID_REQUEST", "BAD_SIZE");
        assertThat(names()).isEmpty();
    }

    @Test
    void row84AFileOfExactlyTheLimitIsTaken() {
        start(with -> with.maxFile(100));
        byte[] file = random(100, 2);
        assertThat(json().begin("t", "f", 100, 60)
                        .content("t", file, 60, 0)
                        .end("t")
                        .outcome()
                        .get("type"))
                .isEqualTo("file_complete");
        assertThat(directory.resolve("f")).hasBinaryContent(file);
    }

    @Test
    void row85ALostConnectionLeavesNothing() {
        start(with -> {});
        FileSender reset = json().begin("t", "f", 10, 5).chunk("t", 0, "hello");
        FileSender ended = json().begin("t", "f", 10, 5).chunk("t", 0, "hello");
        assertThat(reset.next().get("type")).isEqualTo("file_chunk_ack");
        assertThat(names()).hasSize(2);
        reset.reset();
        ended.close();
        awaitNothingLeft();
    }

    @Test
    void row85AnEndBeforeAllBytesLeavesNothing() {
        start(with -> {});
        json().begin("t", "f", 10, 5).chunk("t", 0, "hello").end("t").expectError("t", "INVALID_REQUEST", "BAD_SIZE");
        assertThat(names()).isEmpty();
    }

    @Test
    @Tag("feature-112")
    void rows86And87ChunksThatDoNotMakeTheFileLeaveNothing() {
        start(with -> {});
        FileSender sender = json();
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

        assertThat(names()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void row88OfTwoUploadsOfOneNameTheFirstThatIsWholeWins(boolean replace) {
        start(with -> {
            if (replace) {
                with.replaceExisting();
            }
        });
        FileSender first = json().begin("t", "f", 5, 5);
        FileSender second = json().begin("t", "f", 5, 5)
                .chunk("t", 0, "SECOND".substring(0, 5))
                .end("t");
        assertThat(second.outcome().get("type")).isEqualTo("file_complete");
        first.chunk("t", 0, "first").end("t").expectError("t", "INVALID_REQUEST", "CONFLICT");

        assertThat(directory.resolve("f")).hasContent("SECON");
        assertThat(names()).containsExactly("f");
    }

    @Test
    void row88TheLoserOfANameLeavesItToTheOther() {
        start(with -> {});
        FileSender gone = json().begin("t", "f", 5, 5);
        FileSender stays = json().begin("t", "f", 5, 5);
        gone.reset();
        stays.chunk("t", 0, "hello").end("t");
        assertThat(stays.outcome().get("type")).isEqualTo("file_complete");
    }

    @Test
    void anOldFileIsKeptUnlessItMayBeReplaced() throws IOException {
        Files.writeString(directory.resolve("f"), "old");
        start(with -> {});
        json().start("t", "f", 5, 5).expectError("t", "INVALID_REQUEST", "CONFLICT");
        assertThat(directory.resolve("f")).hasContent("old");
    }

    @Test
    void anOldFileIsReplacedInOneStepWhereThatIsAllowed() throws IOException {
        Files.writeString(directory.resolve("f"), "old");
        start(FileReceiver.Builder::replaceExisting);
        FileSender sender = json().begin("t", "f", 5, 5).chunk("t", 0, "hello");
        sender.next();
        assertThat(directory.resolve("f")).hasContent("old");
        assertThat(sender.end("t").outcome().get("type")).isEqualTo("file_complete");
        assertThat(directory.resolve("f")).hasContent("hello");
        assertThat(names()).containsExactly("f");
    }

    @Test
    void row90AnAddressHas16TransfersOverAllItsConnections() {
        start(with -> {});
        FileSender one = json();
        FileSender other = json();
        for (int i = 0; i < 8; i++) {
            one.begin("t" + i, "a" + i, 5, 5);
            other.begin("t" + i, "b" + i, 5, 5);
        }
        other.start("x", "x", 5, 5).expectError("x", "SERVICE_UNAVAILABLE", "LIMIT_EXCEEDED");
        assertThat(names()).hasSize(16);

        one.chunk("t0", 0, "hello").end("t0");
        assertThat(one.outcome().get("type")).isEqualTo("file_complete");
        other.begin("x", "x", 5, 5);
        one.reset();
        other.close();
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(names()).containsExactly("a0"));
    }

    @Test
    void row90ATransferThatIsLeftIsAbortedAndItsFileRemoved() {
        start(with -> with.stallTimeout(Duration.ofMillis(200)));
        FileSender sender = json().begin("t", "f", 10, 5).chunk("t", 0, "hello");
        sender.expectError("t", "TIMEOUT", null);
        assertThat(names()).isEmpty();
    }

    @Test
    void aFileIsContinuedWhereItsConnectionWasLost() {
        start(with -> {});
        byte[] file = random(1_000_000, 3);
        String digest = ",\"resumable\":true,\"sha256\":\"" + FileSender.sha256(file) + "\"";
        FileSender lost = json();
        lost.start("t", "f", file.length, 65_536, digest);
        assertThat(lost.next().containsKey("resumeFrom")).isFalse();
        lost.content("t", Arrays.copyOf(file, 5 * 65_536), 65_536, 0);
        for (int acks = 0; acks < 5; acks += "file_chunk_ack".equals(lost.next().get("type")) ? 1 : 0) {}
        lost.reset();
        await().atMost(PATIENCE).until(() -> fixture.server().connections().isEmpty());

        FileSender again = json();
        // Asked for until it is there: the connection is gone a moment before its part is put aside.
        await().atMost(PATIENCE).untilAsserted(() -> {
            again.start("t", "f", file.length, 65_536, digest);
            Map<?, ?> ack = again.next();
            if (!ack.containsKey("resumeFrom")) {
                again.send(
                        "{\"type\":\"error\",\"transferId\":\"t\",\"message\":\"not from its start\",\"code\":\"MINE\"}");
            }
            assertThat(ack.get("resumeFrom")).isEqualTo(5 * 65_536);
        });
        again.content("t", file, 65_536, 5 * 65_536).end("t");
        assertThat(again.outcome().get("type")).isEqualTo("file_complete");
        assertThat(directory.resolve("f")).hasBinaryContent(file);
        assertThat(names()).containsExactly("f");
    }

    @Test
    void aPartIsNotKeptWherePartsAreNot() {
        start(FileReceiver.Builder::noResume);
        FileSender lost = json();
        lost.start("t", "f", 10, 5, ",\"resumable\":true").chunk("t", 0, "hello");
        assertThat(lost.next().get("type")).isEqualTo("file_start_ack");
        assertThat(lost.next().get("type")).isEqualTo("file_chunk_ack");
        lost.reset();
        awaitNothingLeft();
    }

    @Test
    void partsGoWithTheirServer() {
        start(with -> {});
        FileSender lost = json();
        lost.start("t", "f", 10, 5, ",\"resumable\":true").chunk("t", 0, "hello");
        lost.next();
        assertThat(lost.next().get("type")).isEqualTo("file_chunk_ack");
        lost.reset();
        await().atMost(PATIENCE).until(() -> fixture.server().connections().isEmpty());
        fixture.server().closeNow();
        assertThat(names()).isEmpty();
    }

    @Test
    void whatIsOnItsWayWhenTheServerIsClosedAtOnceIsRemoved() {
        start(with -> {});
        json().begin("t", "f", 10, 5).chunk("t", 0, "hello").next();
        fixture.server().closeNow();
        assertThat(names()).isEmpty();
    }

    @Test
    void aDirectoryHoldsItsQuotaAndNoByteMore() throws IOException {
        Files.write(directory.resolve("others"), new byte[40]);
        start(with -> with.maxFile(60).quota(100));
        FileSender sender = json();
        sender.begin("t", "f", 60, 60);
        sender.start("u", "g", 1, 1).expectError("u", "SERVICE_UNAVAILABLE", "LIMIT_EXCEEDED");
        sender.end("t").expectError("t", "INVALID_REQUEST", "BAD_SIZE");
        sender.start("u", "g", 1, 1);
        assertThat(sender.next().get("type")).isEqualTo("file_start_ack");
        sender.chunk("u", 0, "x").end("u");
        assertThat(sender.outcome().get("type")).isEqualTo("file_complete");
        sender.start("v", "h", 60, 60).expectError("v", "SERVICE_UNAVAILABLE", "LIMIT_EXCEEDED");
        sender.begin("w", "h", 59, 59);
    }

    @Test
    void aDigestIsRequiredWhereTheReceiverSaysSo() {
        start(FileReceiver.Builder::requireSha256);
        FileSender sender = json().begin("t", "f", 5, 5).chunk("t", 0, "hello").end("t");
        sender.expectError("t", "INVALID_REQUEST", null);
        assertThat(names()).isEmpty();
        sender.begin("t", "f", 5, 5).chunk("t", 0, "hello").end("t", FileSender.sha256("hello".getBytes(US_ASCII)));
        assertThat(sender.outcome().get("type")).isEqualTo("file_complete");
    }

    @Test
    void bodiesThatCannotBeReadCostThemselvesSixteenTimes() {
        start(with -> {});
        FileSender sender = json();
        for (int i = 0; i < 16; i++) {
            sender.send("{\"type\":\"file_start\",\"filename\":\"f\"}");
            assertThat(sender.next().get("code")).isEqualTo("MALFORMED_MESSAGE");
        }
        sender.begin("t", "f", 5, 5);
        sender.send("{\"type\":\"file_end\"}");
        sender.expectEnd();
        awaitNothingLeft();
    }

    @Test
    void chunksOnNoChannelCostThemselvesSixteenTimes() {
        start(with -> {});
        FileSender sender = typed();
        for (int i = 0; i < 17; i++) {
            sender.binary(3, i, new byte[10]);
        }
        sender.expectEnd();
    }

    @Test
    void anAnswerReachesASourceThatHasEndedItsOutput() {
        start(with -> {});
        FileSender sender = json();
        sender.start("t", "f", 5, 5).chunk("t", 0, "hello").end("t").endOutput();
        assertThat(sender.outcome().get("type")).isEqualTo("file_start_ack");
        assertThat(sender.outcome().get("type")).isEqualTo("file_complete");
        sender.expectEnd();
    }

    @Test
    void aDrainFinishesWhatHasBegunAndRefusesWhatIsNew() {
        start(with -> {});
        FileSender idle = json();
        FileSender sender = json().begin("t", "f", 10, 5).chunk("t", 0, "hello");
        sender.next();
        var report = fixture.server().closeAsync(PATIENCE);
        assertThat(sender.outcome().get("type")).isEqualTo("server_shutdown");
        sender.start("u", "g", 5, 5).expectError("u", "SERVICE_UNAVAILABLE", "SHUTTING_DOWN");
        sender.chunk("t", 1, "world").end("t");
        assertThat(sender.outcome().get("type")).isEqualTo("file_complete");
        sender.expectEnd();
        assertThat(idle.next().get("type")).isEqualTo("server_shutdown");
        idle.expectEnd();

        assertThat(report.join().cutConnections()).isZero();
        assertThat(directory.resolve("f")).hasContent("helloworld");
    }
}
