package io.trunkline.server;

import io.trunkline.Payload;
import io.trunkline.ReplyException;
import io.trunkline.transport.DuplexStream;
import io.trunkline.transport.StreamConnection;
import io.trunkline.transport.StreamHandler;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

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

    private static Map<String, Object> start(String id, String name, long size) {
        Map<String, Object> start = new LinkedHashMap<>();
        start.put("transferId", id);
        start.put("filename", name);
        start.put("fileSize", size);
        start.put("chunkSize", 65_536);
        return start;
    }

    private static Map<String, Object> with(Map<String, Object> start, String name, Object value) {
        start.put(name, value);
        return start;
    }

    private static byte[] random(int size, long seed) {
        byte[] bytes = new byte[size];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    /** Reads one answer, which is all of what one frame brings. */
    private static Map<?, ?> answer(DuplexStream stream) {
        return Objects.requireNonNull(stream.read(PATIENCE), "the stream was closed")
                .as(Map.class);
    }

    private static void expectAck(DuplexStream stream, String id) {
        assertThat(answer(stream)).isEqualTo(Map.of("type", "file_start_ack", "transferId", id, "status", "ready"));
    }

    private static void expectError(DuplexStream stream, String code, @Nullable String reason) {
        Map<?, ?> answer = answer(stream);
        assertThat(answer.get("type")).as("%s", answer).isEqualTo("error");
        assertThat(answer.get("code")).as("%s", answer).isEqualTo(code);
        assertThat(answer.get("reason")).as("%s", answer).isEqualTo(reason);
        assertThat(stream.read(PATIENCE))
                .as("the receiver closes behind its error")
                .isNull();
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
        byte[] one = random(3_000_000, 1);
        byte[] two = random(1_234_567, 2);
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
        byte[] file = random(200_000, 3);
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

    // Downloads.

    private static Map<String, Object> get(String id, String name, Object... more) {
        Map<String, Object> get = new LinkedHashMap<>(Map.of("transferId", id, "filename", name, "chunkSize", 65_536));
        for (int i = 0; i < more.length; i += 2) {
            get.put((String) more[i], more[i + 1]);
        }
        return get;
    }

    /** A receiver by hand, which answers as it must; gives what came, and what was said about it. */
    private record Received(Map<?, ?> start, Payload bytes) {}

    private final BlockingQueue<Received> received = new LinkedBlockingQueue<>();

    private void receive(DuplexStream stream) {
        Map<?, ?> start = stream.metadata().as(Map.class);
        stream.write(Payload.json(Map.of("type", "file_start_ack", "transferId", "t", "status", "ready")));
        int size = ((Number) Objects.requireNonNull(start.get("fileSize"))).intValue() - skipped;
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        while (bytes.size() < size) {
            byte[] next = Objects.requireNonNull(stream.read(PATIENCE), "closed before its end")
                    .toBytes();
            bytes.write(next, 0, next.length);
        }
        stream.write(Payload.json(
                Map.of("type", "file_complete", "transferId", "t", "filename", "f", "receivedBytes", size + skipped)));
        assertThat(stream.read(PATIENCE)).as("the source closes").isNull();
        received.add(new Received(start, Payload.wrap(bytes.toByteArray())));
    }

    private volatile int skipped;

    private StreamConnection asking(FileSource source, @Nullable StreamHandler handler) {
        fixture.start(server -> server.listen(0, source.streamHandler()));
        return end.connect(fixture.server().port(), handler);
    }

    @Test
    void aFileThatIsAskedForComesOnAStreamOfItsOwnWithItsDigest() throws Exception {
        byte[] file = random(3_000_000, 4);
        Files.write(directory.resolve("f"), file);
        List<String> heard = new CopyOnWriteArrayList<>();
        FileSource source = FileSource.builder(directory)
                .observer(new FileObserver() {
                    @Override
                    public void onCompleted(FileProgress sent) {
                        heard.add(sent.fileName() + " " + sent.bytes());
                    }
                })
                .build();
        DuplexStream asked = asking(source, this::receive).open("file_get", get("t", "f"));

        Received all = Objects.requireNonNull(received.poll(20, TimeUnit.SECONDS), "nothing was received");
        assertThat(all.start().get("transferId")).isEqualTo("t");
        assertThat(all.start().get("filename")).isEqualTo("f");
        assertThat(all.start().get("chunkSize")).isEqualTo(65_536);
        assertThat(all.start().get("sha256")).isEqualTo(FileSender.sha256(file));
        assertThat(all.bytes().toBytes()).isEqualTo(file);
        assertThat(asked.read(PATIENCE))
                .as("nothing is said on the stream that asked")
                .isNull();
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(heard).containsExactly("f 3000000"));
    }

    @Test
    void aFileIsSentFromTheByteThatWasAskedFor() throws Exception {
        byte[] file = random(100_000, 5);
        Files.write(directory.resolve("f"), file);
        skipped = 65_536;
        asking(FileSource.from(directory), this::receive).open("file_get", get("t", "f", "resumeFrom", 65_536));

        Received rest = Objects.requireNonNull(received.poll(20, TimeUnit.SECONDS), "nothing was received");
        assertThat(rest.bytes().toBytes()).isEqualTo(Arrays.copyOfRange(file, 65_536, file.length));
        assertThat(rest.start().get("fileSize")).isEqualTo(file.length);
    }

    @Test
    void row91WhatIsNoFileIsRefusedOnTheStreamThatAsked() throws IOException {
        Files.createDirectory(directory.resolve("sub"));
        Files.createSymbolicLink(directory.resolve("zero"), Path.of("/dev/zero"));
        Files.writeString(directory.resolve("f"), "hello");
        StreamConnection connection = asking(FileSource.from(directory), this::receive);

        for (String name : List.of("sub", "zero", "missing", "../files/f")) {
            expectError(connection.open("file_get", get("t", name)), "INVALID_REQUEST", "BAD_NAME");
        }
        DuplexStream behind = connection.open("file_get", get("t", "f", "resumeFrom", 65_536));
        assertThat(answer(behind).get("code")).isEqualTo("INVALID_REQUEST");
        assertThat(received).isEmpty();
    }

    @Test
    void aReceiverThatGivesUpFreesItsPlace() throws Exception {
        Files.write(directory.resolve("f"), random(500_000, 6));
        FileSource source = FileSource.builder(directory).transfersPerAddress(1).build();
        StreamConnection connection = asking(source, stream -> {
            if (skipped == 0) {
                skipped = -1;
                throw new ReplyException(io.trunkline.ErrorCode.of("NOT_WANTED"), "no");
            }
            skipped = 0;
            receive(stream);
        });
        assertThat(connection.open("file_get", get("t", "f")).read(PATIENCE)).isNull();

        connection.open("file_get", get("t", "f"));
        assertThat(received.poll(20, TimeUnit.SECONDS)).isNotNull();
    }

    @Test
    void filesGoBothWaysAtOneListenerBesideStreamsOfOtherTypes() throws Exception {
        Files.write(directory.resolve("f"), random(70_000, 7));
        StreamHandler handler = StreamHandler.byType()
                .handle("file", FileReceiver.into(directory).streamHandler())
                .handle("file_get", FileSource.from(directory).streamHandler())
                .otherwise(stream -> stream.write(Payload.ofText("mine")))
                .build();
        fixture.start(server -> server.listen(0, handler));
        StreamConnection connection = end.connect(fixture.server().port(), this::receive);

        expectAck(connection.open("file", start("up", "g", 5)), "up");
        connection.open("file_get", get("t", "f"));
        assertThat(received.poll(20, TimeUnit.SECONDS)).isNotNull();
        assertThat(connection.open("chat").read(PATIENCE)).isEqualTo(Payload.ofText("mine"));
    }
}
