package io.trunkline.server;

import io.trunkline.JsonMessage;
import io.trunkline.codec.FrameFormat;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Files that are turned away are refusals of the server, by reason: faults.md rows 81 to 91, F38. */
final class FileRefusalsIT {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @RegisterExtension
    final ServerFixture fixture = new ServerFixture();

    @TempDir
    Path home;

    private final List<Refusal> heard = new CopyOnWriteArrayList<>();

    private FileSender start() throws IOException {
        Path uploads = Files.createDirectory(home.resolve("uploads"));
        FileReceiver receiver = FileReceiver.builder(uploads)
                .maxFile(100)
                .transfersPerAddress(2)
                .build();
        FileSource source = FileSource.from(uploads);
        fixture.start(server -> server.observer(new ServerObserver() {
                    @Override
                    public void onRefused(Refusal refusal) {
                        heard.add(refusal);
                    }
                })
                .listen(
                        ListenOptions.builder().name("json").port(0).build(),
                        JsonMessage.in(FrameFormat.lengthPrefixed()),
                        c -> receiver.handler(c, source.handler(c, message -> {})))
                .listen(ListenOptions.builder().name("named").port(0).build(), receiver));
        return FileSender.json(fixture.server().port("json"));
    }

    private void awaitRefusals(Map<Refusal.Reason, Long> expected) {
        await().atMost(PATIENCE).untilAsserted(() -> {
            assertThat(fixture.server().stats().refusals()).isEqualTo(expected);
            assertThat(heard).hasSize((int)
                    expected.values().stream().mapToLong(Long::longValue).sum());
        });
    }

    @Test
    void eachReasonIsCountedAndToldWithoutWhatThePeerHasSent() throws IOException {
        try (FileSender sender = start()) {
            sender.start("a", "../secret", 5, 5).expectError("a", "INVALID_REQUEST", "BAD_NAME");
            sender.start("b", "f", 101, 5).expectError("b", "INVALID_REQUEST", "BAD_SIZE");
            sender.begin("c", "f", 5, 5).start("c", "g", 5, 5).expectError("c", "INVALID_REQUEST", "CONFLICT");
            sender.begin("d", "g", 5, 5)
                    .start("e", "h", 5, 5)
                    .expectError("e", "SERVICE_UNAVAILABLE", "LIMIT_EXCEEDED");
            sender.get("x", "missing", 5, "").expectError("x", "INVALID_REQUEST", "BAD_NAME");

            awaitRefusals(Map.of(
                    Refusal.Reason.FILE_NAME, 2L,
                    Refusal.Reason.FILE_SIZE, 1L,
                    Refusal.Reason.FILE_EXISTS, 1L,
                    Refusal.Reason.FILE_LIMIT, 1L));
            assertThat(heard).noneMatch(refusal -> refusal.toString().contains("secret"));
            assertThat(heard)
                    .allMatch(refusal -> refusal.remoteAddress().getAddress().isLoopbackAddress());
        }
    }

    @Test
    void f38AStorageThatFailsIsAReasonOfItsOwn() throws IOException {
        try (FileSender sender = start()) {
            Files.move(home.resolve("uploads"), home.resolve("moved"));
            sender.start("a", "f", 5, 5).expectError("a", "SERVICE_UNAVAILABLE", "STORAGE");

            awaitRefusals(Map.of(Refusal.Reason.FILE_STORAGE, 1L));
        }
    }

    @Test
    void whatGoesWrongWithinATransferIsNone() throws IOException {
        try (FileSender sender = start()) {
            sender.begin("a", "f", 5, 5).chunk("a", 7, "hello").expectError("a", "INVALID_REQUEST", "CHUNK_ERROR");
            sender.chunk("a", 0, "hello").expectError("a", "INVALID_REQUEST", "TRANSFER_NOT_FOUND");
            sender.start("b", "../g", 5, 5).expectError("b", "INVALID_REQUEST", "BAD_NAME");

            awaitRefusals(Map.of(Refusal.Reason.FILE_NAME, 1L));
        }
    }

    @Test
    void aBareFileThatIsTurnedAwayIsCountedThoughItsSourceHearsNothing() throws IOException {
        start().close();
        try (Socket peer =
                new Socket(InetAddress.getLoopbackAddress(), fixture.server().port("named"))) {
            OutputStream out = peer.getOutputStream();
            out.write("..\n5\nhello".getBytes(StandardCharsets.US_ASCII));
            out.flush();
            awaitRefusals(Map.of(Refusal.Reason.FILE_NAME, 1L));
        }
    }
}
