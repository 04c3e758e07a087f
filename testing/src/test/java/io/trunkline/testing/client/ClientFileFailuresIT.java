package io.trunkline.testing.client;

import io.trunkline.ClosedException;
import io.trunkline.Delivery;
import io.trunkline.JsonMessage;
import io.trunkline.Payload;
import io.trunkline.RequestTimeoutException;
import io.trunkline.TransferException;
import io.trunkline.client.FileReceipt;
import io.trunkline.client.FileTransfer;
import io.trunkline.client.FrameClient;
import io.trunkline.client.TransferOptions;
import io.trunkline.client.TransferProgress;
import io.trunkline.codec.FrameFormat;
import io.trunkline.server.TrunklineServer;
import io.trunkline.testing.OurThreads;
import io.trunkline.transport.Connection;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static io.trunkline.testing.client.ClientFileRig.CHUNK;
import static io.trunkline.testing.client.ClientFileRig.JSON;
import static io.trunkline.testing.client.ClientFileRig.chunks;
import static io.trunkline.testing.client.ClientFileRig.connect;
import static io.trunkline.testing.client.ClientFileRig.content;
import static io.trunkline.testing.client.ClientFileRig.file;
import static io.trunkline.testing.client.ClientFileRig.names;
import static io.trunkline.testing.client.ClientFileRig.to;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/** Files that do not arrive: refused, stalled, cut, cancelled, or never possible; each says why, and leaves nothing. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class ClientFileFailuresIT {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final FileReceipt RECEIPT = new FileReceipt("t", "f", 0, Optional.empty(), Duration.ZERO);

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

    @Test
    void whatThePeerRefusesIsToldWithItsReason() throws Exception {
        file(there, "taken.bin", 10);
        try (TrunklineServer server = rig.json();
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
        try (TrunklineServer server = rig.json();
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

    static Stream<Arguments> ends() {
        return Stream.of(
                end("cancel", FileTransfer::cancel),
                end("cancel of the future", transfer -> transfer.future().cancel(false)),
                end("orTimeout", transfer -> transfer.future().orTimeout(1, TimeUnit.MILLISECONDS)),
                end(
                        "completeExceptionally",
                        transfer -> transfer.future().completeExceptionally(new IllegalStateException("mine"))),
                end("complete", transfer -> transfer.future().complete(RECEIPT)));
    }

    private static Arguments end(String name, Consumer<FileTransfer> how) {
        return Arguments.of(name, how);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("ends")
    void whatItsUserEndsIsGivenUpAndLeavesNothingAtEitherEnd(String name, Consumer<FileTransfer> end) throws Exception {
        file(there, "long.bin", 4 << 20);
        Path other = file(here, "other.bin", 4 << 20);
        CountDownLatch ended = new CountDownLatch(1);
        // Neither is over before its user ends it, however late that is: each waits at its first step, on a lane of its
        // own.
        TransferOptions waiting =
                chunks().observer(progress -> waitOnTheWay(progress, ended)).build();
        try (TrunklineServer server = rig.json();
                FrameClient<JsonMessage> first = connect(server);
                FrameClient<JsonMessage> second = connect(server)) {
            FileTransfer down = FileTransfer.download(first, "long.bin", here.resolve("copy.bin"), waiting);
            FileTransfer up = FileTransfer.upload(second, other, waiting);
            await().atMost(PATIENCE)
                    .until(() -> down.progress().bytes() > 0 && up.progress().bytes() > 0);
            end.accept(down);
            end.accept(up);
            await().atMost(PATIENCE)
                    .until(() -> down.future().isDone() && up.future().isDone());
            ended.countDown();
            await().atMost(PATIENCE).untilAsserted(() -> {
                assertThat(names(here)).containsExactly("other.bin");
                assertThat(names(there)).containsExactly("long.bin");
            });
            for (FrameClient<JsonMessage> each : List.of(first, second)) {
                assertThatThrownBy(() -> each.receive(Duration.ofMillis(100)))
                        .as("frames are the user's again, and answers about what was given up are nobody's")
                        .isInstanceOf(RequestTimeoutException.class);
            }
            assertThat(FileTransfer.upload(second, file(here, "after.bin", 5))
                            .join()
                            .size())
                    .isEqualTo(5);
        }
    }

    @Test
    void whoWaitsForACancelledTransferHearsOfThat() throws Exception {
        try (TrunklineServer deaf = TrunklineServer.builder()
                        .listen(0, JSON, c -> frame -> {})
                        .start();
                FrameClient<JsonMessage> client = connect(deaf)) {
            FileTransfer transfer = FileTransfer.upload(client, file(here, "file.bin", 10));
            transfer.cancel();
            assertThatThrownBy(transfer::join).isInstanceOf(CancellationException.class);
        }
    }

    private static void waitOnTheWay(TransferProgress progress, CountDownLatch go) {
        try {
            boolean unused = progress.bytes() == 0 || go.await(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
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
        try (TrunklineServer server = rig.json()) {
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
    void withoutAnotherConnectionALossIsAFailureAndNothingIsLeftHere() throws Exception {
        Path target = here.resolve("copy.bin");
        file(there, "long.bin", 1 << 20);
        AtomicBoolean cut = new AtomicBoolean();
        try (TrunklineServer server = rig.json();
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
}
