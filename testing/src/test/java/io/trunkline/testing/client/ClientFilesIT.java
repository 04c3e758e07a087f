package io.trunkline.testing.client;

import io.trunkline.JsonMessage;
import io.trunkline.RequestTimeoutException;
import io.trunkline.client.FileReceipt;
import io.trunkline.client.FileTransfer;
import io.trunkline.client.FrameClient;
import io.trunkline.client.ReconnectPolicy;
import io.trunkline.client.TransferOptions;
import io.trunkline.client.TransferProgress;
import io.trunkline.codec.FrameFormat;
import io.trunkline.codec.TypedFrame;
import io.trunkline.server.TrunklineServer;
import io.trunkline.testing.OurThreads;
import io.trunkline.transport.Connection;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static io.trunkline.testing.client.ClientFileRig.CHUNK;
import static io.trunkline.testing.client.ClientFileRig.JSON;
import static io.trunkline.testing.client.ClientFileRig.chunks;
import static io.trunkline.testing.client.ClientFileRig.connect;
import static io.trunkline.testing.client.ClientFileRig.content;
import static io.trunkline.testing.client.ClientFileRig.file;
import static io.trunkline.testing.client.ClientFileRig.names;
import static io.trunkline.testing.client.ClientFileRig.sha256;
import static io.trunkline.testing.client.ClientFileRig.to;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Files between our client and our server, in every format that carries them. */
@Tag("feature-207")
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class ClientFilesIT {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @TempDir
    Path here;

    @TempDir
    Path there;

    private ClientFileRig rig;

    @BeforeEach
    void openDirectories() {
        rig = new ClientFileRig(there);
    }

    @AfterEach
    void noThreadIsLeft() {
        OurThreads.awaitNone();
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
        try (TrunklineServer server = rig.json();
                FrameClient<JsonMessage> client = connect(server)) {
            goesBothWays(client, size);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, CHUNK, CHUNK + 1, 100 * CHUNK + 7})
    void filesGoBothWaysAsBinaryChunks(int size) throws Exception {
        try (TrunklineServer server = rig.typed();
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
        try (TrunklineServer server = rig.typed();
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
        try (TrunklineServer server = rig.typed();
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
            assertThat(rig.started()).hasSizeGreaterThan(1);
            assertThat(rig.started().get(rig.started().size() - 1).bytes())
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
        try (TrunklineServer server = rig.json();
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
    void otherFramesWaitUntilTheTransferIsOver() throws Exception {
        Path file = file(here, "file.bin", 50 * CHUNK);
        try (TrunklineServer server = rig.json();
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
    void transfersGoOnBesideAHandler() throws Exception {
        List<JsonMessage> chat = new CopyOnWriteArrayList<>();
        try (TrunklineServer server = rig.json();
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
                TrunklineServer.builder().listen(0, rig.uploads()).start()) {
            Path file = file(here, "bare-" + size + ".bin", size);
            FileReceipt receipt = FileTransfer.sendNamed(to(server).build(), file);
            assertThat(receipt.size()).isEqualTo(size);
            await().atMost(PATIENCE)
                    .untilAsserted(
                            () -> assertThat(there.resolve(receipt.fileName())).hasSameBinaryContentAs(file));
        }
    }
}
