package io.trunkline.testing.client;

import io.trunkline.ClosedException;
import io.trunkline.Delivery;
import io.trunkline.JsonMessage;
import io.trunkline.Payload;
import io.trunkline.RequestTimeoutException;
import io.trunkline.TransferException;
import io.trunkline.client.ClientOptions;
import io.trunkline.client.FileReceipt;
import io.trunkline.client.FileTransfer;
import io.trunkline.client.FrameClient;
import io.trunkline.client.ReconnectPolicy;
import io.trunkline.client.TransferOptions;
import io.trunkline.client.TransferProgress;
import io.trunkline.codec.FrameFormat;
import io.trunkline.codec.TypedFrame;
import io.trunkline.server.FileObserver;
import io.trunkline.server.FileProgress;
import io.trunkline.server.FileReceiver;
import io.trunkline.server.FileSource;
import io.trunkline.server.TrunklineServer;
import io.trunkline.testing.OurThreads;
import io.trunkline.transport.Connection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/** Files between our client and our server, in every format that carries them. */
@Tag("feature-207")
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class ClientFilesIT {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final FrameFormat<JsonMessage> JSON = JsonMessage.in(FrameFormat.lengthPrefixed());
    private static final int CHUNK = 1_000;

    @TempDir
    Path here;

    @TempDir
    Path there;

    private final List<FileProgress> started = new CopyOnWriteArrayList<>();
    private FileReceiver uploads;
    private FileSource downloads;

    @BeforeEach
    void openDirectories() {
        uploads = FileReceiver.builder(there)
                .observer(new FileObserver() {
                    @Override
                    public void onStarted(FileProgress file) {
                        started.add(file);
                    }
                })
                .build();
        downloads = FileSource.from(there);
    }

    @AfterEach
    void noThreadIsLeft() {
        OurThreads.awaitNone();
    }

    private TrunklineServer json() {
        return TrunklineServer.builder()
                .listen(0, JSON, c -> uploads.handler(c, downloads.handler(c, c::send)))
                .start();
    }

    private TrunklineServer typed() {
        return TrunklineServer.builder()
                .listen(0, FrameFormat.typed(), c -> uploads.handler(c, downloads.handler(c, c::send)))
                .start();
    }

    private static ClientOptions.Builder to(TrunklineServer server) {
        return ClientOptions.builder()
                .endpoint("127.0.0.1", server.port())
                .connectTimeout(PATIENCE)
                .requestTimeout(PATIENCE)
                .reconnect(ReconnectPolicy.never());
    }

    private static FrameClient<JsonMessage> connect(TrunklineServer server) {
        return FrameClient.connect(JSON, to(server).build());
    }

    private static TransferOptions.Builder chunks() {
        return TransferOptions.builder().chunkSize(CHUNK);
    }

    private static byte[] content(int size) {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return bytes;
    }

    private Path file(Path directory, String name, int size) throws IOException {
        return Files.write(directory.resolve(name), content(size));
    }

    private static String sha256(byte[] bytes) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    }

    private static List<String> names(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private <F> void goesBothWays(FrameClient<F> client, int size) throws Exception {
        byte[] bytes = content(size);
        Path file = file(here, "up-" + size + ".bin", size);
        FileReceipt up = FileTransfer.upload(client, file, chunks().build()).join();
        assertThat(up.size()).isEqualTo(size);
        assertThat(up.sha256()).contains(sha256(bytes));
        assertThat(there.resolve(up.fileName())).hasBinaryContent(bytes);

        Path target = here.resolve("down-" + size + ".bin");
        FileReceipt down = FileTransfer.download(client, up.fileName(), target, chunks().build())
                .join();
        assertThat(target).hasBinaryContent(bytes);
        assertThat(down.sha256()).contains(sha256(bytes));
        assertThat(down.fileName()).isEqualTo(up.fileName());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 100 * CHUNK + 7})
    void filesGoBothWaysAsJson(int size) throws Exception {
        try (TrunklineServer server = json();
                FrameClient<JsonMessage> client = connect(server)) {
            goesBothWays(client, size);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, CHUNK, CHUNK + 1, 100 * CHUNK + 7})
    void filesGoBothWaysAsBinaryChunks(int size) throws Exception {
        try (TrunklineServer server = typed();
                FrameClient<TypedFrame> client =
                        FrameClient.connect(FrameFormat.typed(), to(server).build())) {
            goesBothWays(client, size);
        }
    }

    @Test
    void severalTransfersShareAClientAndProgressIsTold() throws Exception {
        List<TransferProgress> told = new CopyOnWriteArrayList<>();
        int size = 3 << 20;
        Path first = file(here, "first.bin", size);
        Path second = file(here, "second.bin", size / 2);
        try (TrunklineServer server = typed();
                FrameClient<TypedFrame> client =
                        FrameClient.connect(FrameFormat.typed(), to(server).build())) {
            FileTransfer one = FileTransfer.upload(
                    client, first, TransferOptions.builder().observer(told::add).build());
            FileTransfer two = FileTransfer.upload(client, second);
            assertThat(two.join().size()).isEqualTo(size / 2);
            assertThat(one.join().size()).isEqualTo(size);
            assertThat(one.progress().fraction()).isEqualTo(1);
            assertThat(told).extracting(TransferProgress::bytes).isSorted().hasSizeGreaterThan(5);
            assertThat(told.get(told.size() - 1).bytes()).isEqualTo(size);
            assertThat(there.resolve("first.bin")).hasSameBinaryContentAs(first);
            assertThat(there.resolve("second.bin")).hasSameBinaryContentAs(second);
        }
    }

    @Test
    void aLostConnectionIsMadeAgainAndTheUploadGoesOn() throws Exception {
        int size = 2 << 20;
        Path file = file(here, "long.bin", size);
        AtomicBoolean cut = new AtomicBoolean();
        try (TrunklineServer server = typed();
                FrameClient<TypedFrame> client = FrameClient.connect(
                        FrameFormat.typed(),
                        to(server).reconnect(ReconnectPolicy.seed()).build())) {
            FileReceipt receipt = FileTransfer.upload(
                            client,
                            file,
                            TransferOptions.builder()
                                    .chunkSize(4096)
                                    .observer(progress -> {
                                        if (progress.bytes() > size / 2 && cut.compareAndSet(false, true)) {
                                            server.connections().forEach(Connection::close);
                                        }
                                    })
                                    .build())
                    .join();
            assertThat(receipt.sha256()).contains(sha256(content(size)));
            assertThat(there.resolve("long.bin")).hasSameBinaryContentAs(file);
            assertThat(started).hasSizeGreaterThan(1);
            assertThat(started.get(started.size() - 1).bytes())
                    .as("where the second connection went on")
                    .isPositive();
        }
    }

    @Test
    void aLostConnectionIsMadeAgainAndTheDownloadGoesOn() throws Exception {
        int size = 2 << 20;
        Path file = file(there, "long.bin", size);
        Path target = here.resolve("copy.bin");
        AtomicBoolean cut = new AtomicBoolean();
        List<Long> told = new CopyOnWriteArrayList<>();
        try (TrunklineServer server = json();
                FrameClient<JsonMessage> client = FrameClient.connect(
                        JSON, to(server).reconnect(ReconnectPolicy.seed()).build())) {
            FileReceipt receipt = FileTransfer.download(
                            client,
                            "long.bin",
                            target,
                            TransferOptions.builder()
                                    .chunkSize(4096)
                                    .observer(progress -> {
                                        told.add(progress.bytes());
                                        if (progress.bytes() > size / 2 && cut.compareAndSet(false, true)) {
                                            server.connections().forEach(Connection::close);
                                        }
                                    })
                                    .build())
                    .join();
            assertThat(receipt.sha256()).contains(sha256(content(size)));
            assertThat(target).hasSameBinaryContentAs(file);
            assertThat(told.stream().filter(bytes -> bytes < size / 4).count())
                    .as("it did not begin again")
                    .isLessThan(4);
            assertThat(names(here)).containsExactly("copy.bin");
        }
    }

    @Test
    void withoutAnotherConnectionALossIsAFailureAndNothingIsLeftHere() throws Exception {
        Path target = here.resolve("copy.bin");
        file(there, "long.bin", 1 << 20);
        AtomicBoolean cut = new AtomicBoolean();
        try (TrunklineServer server = json();
                FrameClient<JsonMessage> client = connect(server)) {
            FileTransfer transfer = FileTransfer.download(
                    client,
                    "long.bin",
                    target,
                    chunks().observer(progress -> {
                                if (cut.compareAndSet(false, true)) {
                                    server.connections().forEach(Connection::close);
                                }
                            })
                            .build());
            assertThatThrownBy(transfer::join)
                    .isInstanceOfSatisfying(
                            TransferException.class, e -> assertThat(e.reason()).isEqualTo("CONNECTION_LOST"));
            assertThat(names(here)).isEmpty();
        }
    }

    @Test
    void whatThePeerRefusesIsToldWithItsReason() throws Exception {
        file(there, "taken.bin", 10);
        try (TrunklineServer server = json();
                FrameClient<JsonMessage> client = connect(server)) {
            FileTransfer again = FileTransfer.upload(client, file(here, "taken.bin", 10));
            assertThatThrownBy(again::join).isInstanceOfSatisfying(TransferException.class, e -> {
                assertThat(e.reason()).isEqualTo("CONFLICT");
                assertThat(e.delivery()).isEqualTo(Delivery.ANSWERED);
            });
            FileTransfer unknown = FileTransfer.download(client, "nothing.bin", here.resolve("nothing.bin"));
            assertThatThrownBy(unknown::join)
                    .isInstanceOfSatisfying(
                            TransferException.class, e -> assertThat(e.reason()).isEqualTo("BAD_NAME"));
            assertThat(names(here)).containsExactly("taken.bin");
        }
    }

    @Test
    void whatCannotBeReadOrStoredHereIsToldWithItsReason() throws Exception {
        file(there, "file.bin", 10);
        Path target = file(here, "target.bin", 3);
        try (TrunklineServer server = json();
                FrameClient<JsonMessage> client = connect(server)) {
            FileTransfer missing = FileTransfer.upload(client, here.resolve("missing.bin"));
            assertThatThrownBy(missing::join).isInstanceOfSatisfying(TransferException.class, e -> {
                assertThat(e.reason()).isEqualTo("STORAGE");
                assertThat(e.delivery()).isEqualTo(Delivery.NOT_SENT);
            });
            FileTransfer taken = FileTransfer.download(client, "file.bin", target);
            assertThatThrownBy(taken::join)
                    .isInstanceOfSatisfying(
                            TransferException.class, e -> assertThat(e.reason()).isEqualTo("CONFLICT"));
            assertThat(target).hasBinaryContent(content(3));
            FileTransfer replacing = FileTransfer.download(
                    client,
                    "file.bin",
                    target,
                    TransferOptions.builder().replaceExisting().build());
            assertThat(replacing.join().size()).isEqualTo(10);
            assertThat(target).hasBinaryContent(content(10));
        }
    }

    @Test
    void aPeerThatSaysNothingIsATimeout() throws Exception {
        try (TrunklineServer deaf = TrunklineServer.builder()
                        .listen(0, JSON, c -> frame -> {})
                        .start();
                FrameClient<JsonMessage> client = connect(deaf)) {
            FileTransfer transfer = FileTransfer.upload(
                    client,
                    file(here, "file.bin", 10),
                    chunks().stallTimeout(Duration.ofMillis(100)).build());
            assertThatThrownBy(transfer::join)
                    .isInstanceOfSatisfying(
                            TransferException.class, e -> assertThat(e.reason()).isEqualTo("TIMEOUT"));
        }
    }

    @Test
    void cancellingLeavesNothingAtEitherEnd() throws Exception {
        file(there, "long.bin", 4 << 20);
        Path other = file(here, "other.bin", 4 << 20);
        try (TrunklineServer server = json();
                FrameClient<JsonMessage> client = connect(server)) {
            FileTransfer down = FileTransfer.download(client, "long.bin", here.resolve("copy.bin"), chunks().build());
            FileTransfer up = FileTransfer.upload(client, other, chunks().build());
            await().atMost(PATIENCE)
                    .until(() -> down.progress().bytes() > 0 && up.progress().bytes() > 0);
            down.cancel();
            up.future().cancel(false);
            assertThatThrownBy(down::join).isInstanceOf(CancellationException.class);
            assertThatThrownBy(up::join).isInstanceOf(CancellationException.class);
            await().atMost(PATIENCE).untilAsserted(() -> {
                assertThat(names(here)).containsExactly("other.bin");
                assertThat(names(there)).containsExactly("long.bin");
            });
            assertThatThrownBy(() -> client.receive(Duration.ofMillis(100)))
                    .as("answers about what was cancelled are nobody's")
                    .isInstanceOf(RequestTimeoutException.class);
            assertThat(FileTransfer.upload(client, file(here, "after.bin", 5))
                            .join()
                            .size())
                    .isEqualTo(5);
        }
    }

    @Test
    void otherFramesWaitUntilTheTransferIsOver() throws Exception {
        Path file = file(here, "file.bin", 50 * CHUNK);
        try (TrunklineServer server = json();
                FrameClient<JsonMessage> client = connect(server)) {
            client.send(JsonMessage.of("chat", Map.of("text", "before")));
            FileTransfer transfer = FileTransfer.upload(client, file, chunks().build());
            client.send(JsonMessage.of("chat", Map.of("text", "beside")));
            try {
                client.receive(Duration.ZERO);
            } catch (IllegalStateException e) {
                assertThat(e).hasMessageContaining("beside a transfer").hasMessageContaining("file.bin");
            } catch (RequestTimeoutException overAlready) {
                assertThat(transfer.future()).isDone();
            }
            transfer.join();
            await().atMost(PATIENCE)
                    .untilAsserted(() ->
                            assertThat(client.receive(PATIENCE).text("text")).contains("beside"));
        }
    }

    @Test
    void framesThatNobodyMayReceiveEndTheTransferInsteadOfStallingIt() throws Exception {
        JsonMessage chat = JsonMessage.of("chat", Map.of("text", "hello"));
        try (TrunklineServer flooding = TrunklineServer.builder()
                        .listen(0, JSON, c -> frame -> {
                            for (int i = 0; i < 100; i++) {
                                c.send(chat);
                            }
                        })
                        .start();
                FrameClient<JsonMessage> client = connect(flooding)) {
            FileTransfer transfer = FileTransfer.upload(client, file(here, "file.bin", 10));
            assertThatThrownBy(transfer::join)
                    .isInstanceOfSatisfying(
                            TransferException.class, e -> assertThat(e.reason()).isEqualTo("LIMIT_EXCEEDED"));
            for (int i = 0; i < 100; i++) {
                assertThat(client.receive(PATIENCE)).isEqualTo(chat);
            }
        }
    }

    @Test
    void aPeerThatDoesNotAcknowledgeGetsEightChunksAndNoMore() throws Exception {
        AtomicInteger chunks = new AtomicInteger();
        AtomicReference<JsonMessage> last = new AtomicReference<>();
        try (TrunklineServer lazy = TrunklineServer.builder()
                        .listen(0, JSON, c -> frame -> {
                            if (frame.type().equals("file_start")) {
                                c.send(JsonMessage.of(
                                        "file_start_ack",
                                        Map.of(
                                                "transferId",
                                                frame.text("transferId").orElseThrow(),
                                                "status",
                                                "ready")));
                            } else if (frame.type().equals("file_chunk")) {
                                chunks.incrementAndGet();
                            } else {
                                last.set(frame);
                            }
                        })
                        .start();
                FrameClient<JsonMessage> client = connect(lazy)) {
            FileTransfer transfer = FileTransfer.upload(client, file(here, "file.bin", 100 * CHUNK), chunks().build());
            await().atMost(PATIENCE).until(() -> chunks.get() == 8);
            transfer.cancel();
            await().atMost(PATIENCE).until(() -> last.get() != null);
            assertThat(last.get().type()).as("behind the chunks").isEqualTo("error");
            assertThat(last.get().text("message")).contains("The transfer was cancelled");
            assertThat(chunks).hasValue(8);
        }
    }

    @Test
    void whatCannotWorkIsRefusedAtOnce() throws Exception {
        Path file = file(here, "file.bin", 1);
        try (TrunklineServer server = json()) {
            FrameClient<JsonMessage> client = connect(server);
            assertThatThrownBy(() -> FileTransfer.download(client, "../x", here.resolve("x")))
                    .isInstanceOf(IllegalArgumentException.class);
            TransferOptions large = TransferOptions.builder().chunkSize(1 << 20).build();
            assertThatThrownBy(() -> FileTransfer.upload(client, file, large))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("chunkSize is 1048576");
            client.close();
            assertThatThrownBy(() -> FileTransfer.upload(client, file)).isInstanceOf(ClosedException.class);
        }
        try (TrunklineServer echo = TrunklineServer.builder()
                        .listen(0, FrameFormat.lengthPrefixed(), c -> c::send)
                        .start();
                FrameClient<Payload> bare = FrameClient.connect(FrameFormat.lengthPrefixed(), to(echo).build())) {
            assertThatThrownBy(() -> FileTransfer.upload(bare, file))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("carries no files");
        }
    }

    @Test
    void transfersGoOnBesideAHandler() throws Exception {
        List<JsonMessage> chat = new CopyOnWriteArrayList<>();
        try (TrunklineServer server = json();
                FrameClient<JsonMessage> client =
                        FrameClient.start(JSON, to(server).build(), c -> chat::add)) {
            FileTransfer transfer = FileTransfer.upload(client, file(here, "file.bin", 50 * CHUNK), chunks().build());
            assertThat(transfer.join().size()).isEqualTo(50 * CHUNK);
            JsonMessage hello = JsonMessage.of("chat", Map.of("text", "hello"));
            client.send(hello);
            await().atMost(PATIENCE).untilAsserted(() -> assertThat(chat).containsExactly(hello));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 300_000})
    void aBareFileGoesAsKnSendsIt(int size) throws Exception {
        try (TrunklineServer server =
                TrunklineServer.builder().listen(0, uploads).start()) {
            Path file = file(here, "bare-" + size + ".bin", size);
            FileReceipt receipt = FileTransfer.sendNamed(to(server).build(), file);
            assertThat(receipt.size()).isEqualTo(size);
            await().atMost(PATIENCE)
                    .untilAsserted(
                            () -> assertThat(there.resolve(receipt.fileName())).hasSameBinaryContentAs(file));
        }
    }
}
