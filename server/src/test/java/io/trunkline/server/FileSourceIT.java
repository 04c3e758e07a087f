package io.trunkline.server;

import io.trunkline.JsonMessage;
import io.trunkline.codec.FrameFormat;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Files that are asked for: row 91 of the catalogue of bad inputs, ranges, and receivers that do not read. */
@Tag("feature-207")
class FileSourceIT {
    private static final int CHUNK = 65_536;
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @RegisterExtension
    final ServerFixture fixture = new ServerFixture();

    @TempDir
    Path directory;

    private final List<FileSender> peers = new ArrayList<>();

    private void start() {
        start(FileSource.builder(directory));
    }

    private void start(FileSource.Builder builder) {
        FileSource source = builder.build();
        fixture.start(server -> server.listen(
                        ListenOptions.builder().name("json").port(0).build(),
                        JsonMessage.in(FrameFormat.lengthPrefixed()),
                        c -> source.handler(c, c::send))
                .listen(
                        ListenOptions.builder().name("typed").port(0).build(),
                        FrameFormat.typed(),
                        c -> source.handler(c, c::send)));
    }

    private FileSender json() {
        FileSender peer = FileSender.json(fixture.server().port("json"));
        peers.add(peer);
        return peer;
    }

    @AfterEach
    void closePeers() {
        peers.forEach(FileSender::close);
    }

    private byte[] file(String name, int size) throws IOException {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        Files.write(directory.resolve(name), bytes);
        return bytes;
    }

    private static FileSender ready(FileSender peer) {
        return peer.send("{\"type\":\"file_start_ack\",\"transferId\":\"d\",\"status\":\"ready\"}");
    }

    private static void acknowledge(FileSender peer, long index, long received) {
        peer.send("{\"type\":\"file_chunk_ack\",\"transferId\":\"d\",\"chunkIndex\":" + index + ",\"receivedBytes\":"
                + received + "}");
    }

    /** Takes chunk messages until the end, and gives the bytes; the digest is compared. */
    private static byte[] receive(FileSender peer, long from, byte[] whole) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        while (true) {
            Map<?, ?> message = peer.next();
            if ("file_end".equals(message.get("type"))) {
                assertThat(message.get("sha256")).isEqualTo(FileSender.sha256(whole));
                return bytes.toByteArray();
            }
            assertThat(message.get("type")).isEqualTo("file_chunk");
            bytes.writeBytes(Base64.getDecoder().decode((String) message.get("data")));
            acknowledge(peer, (long) FileSender.number(message, "chunkIndex"), from + bytes.size());
        }
    }

    private static void complete(FileSender peer, long size) {
        peer.send("{\"type\":\"file_complete\",\"transferId\":\"d\",\"filename\":\"f\",\"receivedBytes\":" + size
                + ",\"duration\":1,\"avgSpeed\":1}");
    }

    @Test
    void aFileIsSentWithItsDigest() throws IOException {
        byte[] file = file("f", 1_000_000);
        start();
        FileSender peer = json().get("d", "f", CHUNK, "");

        Map<?, ?> begun = peer.next();
        assertThat(begun.get("type")).isEqualTo("file_start");
        assertThat(begun.get("fileSize")).isEqualTo(1_000_000);
        assertThat(begun.get("chunkSize")).isEqualTo(CHUNK);
        assertThat(receive(ready(peer), 0, file)).isEqualTo(file);
        complete(peer, 1_000_000);
        peer.get("d", "f", CHUNK, "");
        assertThat(peer.next().get("type")).as("the id is free again").isEqualTo("file_start");
    }

    @Test
    @Tag("feature-21")
    void overTypedTheChunksAreBinary() throws IOException {
        byte[] file = file("f", 200_000);
        start();
        FileSender peer = FileSender.typed(fixture.server().port("typed"));
        peers.add(peer);
        peer.get("d", "f", CHUNK, "");
        int channel = (int) FileSender.number(peer.next(), "channel");
        ready(peer);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int i = 0; bytes.size() < file.length; i++) {
            byte[] chunk = peer.nextChunk();
            assertThat(ByteBuffer.wrap(chunk).getInt()).isEqualTo(channel);
            assertThat(ByteBuffer.wrap(chunk).getInt(4)).isEqualTo(i);
            bytes.writeBytes(Arrays.copyOfRange(chunk, 8, chunk.length));
            acknowledge(peer, i, bytes.size());
        }
        assertThat(peer.next().get("sha256")).isEqualTo(FileSender.sha256(file));
        assertThat(bytes.toByteArray()).isEqualTo(file);
    }

    @Test
    void aFileIsSentFromTheByteThatIsAskedFor() throws IOException {
        byte[] file = file("f", 300_000);
        start();
        FileSender peer = json().get("d", "f", CHUNK, ",\"resumeFrom\":131072");
        assertThat(peer.next().get("fileSize")).isEqualTo(300_000);
        assertThat(receive(ready(peer), 131_072, file)).isEqualTo(Arrays.copyOfRange(file, 131_072, 300_000));
    }

    @Test
    void aRangeThatIsNoneIsRefused() throws IOException {
        file("f", 300_000);
        start();
        FileSender peer = json();
        peer.get("d", "f", CHUNK, ",\"resumeFrom\":1").expectError("d", "INVALID_REQUEST", null);
        peer.get("d", "f", CHUNK, ",\"resumeFrom\":327680").expectError("d", "INVALID_REQUEST", null);
        peer.get("d", "f", CHUNK, ",\"resumeFrom\":-65536").expectError("d", "INVALID_REQUEST", null);
        peer.get("d", "f", 0, "").expectError("d", "INVALID_REQUEST", null);
        peer.get("d", "f", 10_000_000, "").expectError("d", "INVALID_REQUEST", null);
    }

    @Test
    void row91WhatIsNoRegularFileIsNotSent(@TempDir Path elsewhere) throws Exception {
        Files.createDirectory(directory.resolve("folder"));
        Files.createSymbolicLink(directory.resolve("zero"), Path.of("/dev/zero"));
        Files.writeString(elsewhere.resolve("secret"), "secret");
        Files.createSymbolicLink(directory.resolve("outside"), elsewhere.resolve("secret"));
        assertThat(new ProcessBuilder("mkfifo", directory.resolve("fifo").toString())
                        .start()
                        .waitFor())
                .isZero();
        Files.writeString(directory.resolve(".trunkline-00000000000000000000000000000000.part"), "unfinished");
        start();
        FileSender peer = json();
        for (String name : List.of(
                "folder",
                "zero",
                "outside",
                "fifo",
                "missing",
                "../secret",
                "/etc/passwd",
                ".trunkline-00000000000000000000000000000000.part")) {
            peer.get("d", name, CHUNK, "").expectError("d", "INVALID_REQUEST", "BAD_NAME");
        }
    }

    @Test
    void anAddressMayHaveSoManyAndNoMore() throws IOException {
        file("f", 10);
        start(FileSource.builder(directory).transfersPerAddress(2));
        FileSender one = json();
        one.get("a", "f", CHUNK, "").get("b", "f", CHUNK, "");
        assertThat(one.next().get("type")).isEqualTo("file_start");
        assertThat(one.next().get("type")).isEqualTo("file_start");
        FileSender other = json().get("c", "f", CHUNK, "");
        other.expectError("c", "SERVICE_UNAVAILABLE", "LIMIT_EXCEEDED");
        one.close();
        await().atMost(PATIENCE).untilAsserted(() -> {
            other.get("c", "f", CHUNK, "");
            assertThat(other.next().get("type")).isEqualTo("file_start");
        });
    }

    @Test
    void aReceiverThatSaysNothingIsGivenUp() throws IOException {
        file("f", 10);
        start(FileSource.builder(directory).stallTimeout(Duration.ofMillis(200)));
        FileSender peer = json().get("d", "f", CHUNK, "");
        assertThat(peer.next().get("type")).isEqualTo("file_start");
        peer.expectError("d", "TIMEOUT", null);
    }

    @Test
    void aReceiverThatDoesNotAcknowledgeGetsEightChunks() throws IOException {
        byte[] file = file("f", 20 * CHUNK);
        start();
        FileSender peer = json().get("d", "f", CHUNK, "");
        peer.next();
        ready(peer);
        for (int i = 0; i < 8; i++) {
            assertThat(peer.next().get("chunkIndex")).isEqualTo(i);
        }
        peer.send("{\"type\":\"ping\"}");
        assertThat(peer.next().get("type"))
                .as("nothing else has come before the echo")
                .isEqualTo("ping");
        acknowledge(peer, 0, CHUNK);
        assertThat(peer.next().get("chunkIndex")).isEqualTo(8);
        assertThat(file).hasSize(20 * CHUNK);
    }

    @Test
    void aDrainFinishesWhatHasBegun() throws IOException {
        byte[] file = file("f", 100_000);
        start();
        FileSender peer = json().get("d", "f", CHUNK, "");
        peer.next();
        var report = fixture.server().closeAsync(PATIENCE);
        assertThat(peer.next().get("type")).isEqualTo("server_shutdown");
        peer.get("e", "f", CHUNK, "").expectError("e", "SERVICE_UNAVAILABLE", "SHUTTING_DOWN");
        assertThat(receive(ready(peer), 0, file)).isEqualTo(file);
        complete(peer, file.length);
        peer.expectEnd();
        assertThat(report.join().cutConnections()).isZero();
    }
}
