package io.trunkline.server;

import io.trunkline.codec.FrameFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Random transfers, interleaved over connections that break, against a model: what was completed is there byte for byte, and
 * nothing else is.
 */
class FileModelIT {
    private static final int CONNECTIONS = 3;
    private static final int STEPS = 400;
    private static final int CHUNK = 1_000;

    @RegisterExtension
    final ServerFixture fixture = new ServerFixture();

    @TempDir
    Path directory;

    /** One transfer as the model knows it. */
    private static final class Transfer {
        final String id;
        final String name;
        final byte[] content;
        final int channel;
        final boolean resumable;
        int sent;

        Transfer(String id, String name, byte[] content, int channel, boolean resumable) {
            this.id = id;
            this.name = name;
            this.content = content;
            this.channel = channel;
            this.resumable = resumable;
        }
    }

    private final long seed = System.nanoTime();
    private final Random random = new Random(seed);
    private final Map<String, byte[]> stored = new HashMap<>();
    private final List<FileSender> senders = new ArrayList<>();
    private final List<List<Transfer>> open = new ArrayList<>();
    private int count;

    @Test
    void whatWasCompletedIsThereAndNothingElse() throws IOException {
        FileReceiver receiver = FileReceiver.builder(directory)
                .transfersPerAddress(CONNECTIONS * 16)
                .build();
        fixture.start(
                server -> server.listen(0, FrameFormat.typed(), connection -> receiver.handler(connection, f -> {})));
        for (int i = 0; i < CONNECTIONS; i++) {
            senders.add(FileSender.typed(fixture.server().port()));
            open.add(new ArrayList<>());
        }
        try {
            for (int step = 0; step < STEPS; step++) {
                step(random.nextInt(CONNECTIONS));
            }
        } catch (AssertionError | RuntimeException e) {
            throw new AssertionError("seed " + seed, e);
        } finally {
            senders.forEach(FileSender::close);
        }
        fixture.server().closeNow();
        assertThat(files()).as("seed %d", seed).containsExactlyInAnyOrderElementsOf(stored.keySet());
        stored.forEach((name, content) ->
                assertThat(directory.resolve(name)).as("seed %d", seed).hasBinaryContent(content));
    }

    private List<String> files() throws IOException {
        try (Stream<Path> all = Files.list(directory)) {
            return all.map(file -> file.getFileName().toString()).toList();
        }
    }

    private void step(int at) {
        List<Transfer> mine = open.get(at);
        int roll = random.nextInt(100);
        if (mine.isEmpty() || (roll < 10 && mine.size() < 16)) {
            begin(at);
            return;
        }
        Transfer transfer = mine.get(random.nextInt(mine.size()));
        if (roll < 4) {
            lose(at);
        } else if (roll < 20) {
            spoil(at, transfer);
        } else if (transfer.sent == transfer.content.length) {
            end(at, transfer);
        } else {
            int chunks = 1 + random.nextInt(4);
            for (int i = 0; i < chunks && transfer.sent < transfer.content.length; i++) {
                chunk(at, transfer);
            }
        }
    }

    private void begin(int at) {
        int number = count++;
        byte[] content = new byte[random.nextInt(10 * CHUNK)];
        random.nextBytes(content);
        // Few names, so that they meet.
        String name = "file" + random.nextInt(40);
        Transfer transfer = new Transfer("id" + number, name, content, number + 1, random.nextBoolean());
        start(at, transfer);
        if (stored.containsKey(name)) {
            senders.get(at).expectError(transfer.id, "INVALID_REQUEST", "CONFLICT");
        } else {
            assertThat(senders.get(at).outcome().get("type")).isEqualTo("file_start_ack");
            open.get(at).add(transfer);
        }
    }

    private void start(int at, Transfer transfer) {
        senders.get(at)
                .start(
                        transfer.id,
                        transfer.name,
                        transfer.content.length,
                        CHUNK,
                        ",\"channel\":" + transfer.channel + ",\"resumable\":" + transfer.resumable + ",\"sha256\":\""
                                + FileSender.sha256(transfer.content) + "\"");
    }

    private void chunk(int at, Transfer transfer) {
        int to = Math.min(transfer.content.length, transfer.sent + CHUNK);
        byte[] bytes = Arrays.copyOfRange(transfer.content, transfer.sent, to);
        if (random.nextBoolean()) {
            senders.get(at).binary(transfer.channel, transfer.sent / CHUNK, bytes);
        } else {
            senders.get(at).chunk(transfer.id, transfer.sent / CHUNK, bytes);
        }
        transfer.sent = to;
    }

    private void end(int at, Transfer transfer) {
        senders.get(at).end(transfer.id);
        open.get(at).remove(transfer);
        if (stored.containsKey(transfer.name)) {
            senders.get(at).expectError(transfer.id, "INVALID_REQUEST", "CONFLICT");
        } else {
            assertThat(senders.get(at).outcome().get("type")).isEqualTo("file_complete");
            stored.put(transfer.name, transfer.content);
        }
    }

    /** Something that no transfer survives: a chunk out of turn, an early end, a change of mind. */
    private void spoil(int at, Transfer transfer) {
        FileSender sender = senders.get(at);
        open.get(at).remove(transfer);
        switch (random.nextInt(3)) {
            case 0 -> {
                sender.chunk(transfer.id, transfer.sent / CHUNK + 7, new byte[CHUNK]);
                sender.expectError(transfer.id, "INVALID_REQUEST", "CHUNK_ERROR");
            }
            case 1 -> {
                sender.end(transfer.id, "0".repeat(64));
                String reason = transfer.sent < transfer.content.length ? "BAD_SIZE" : "CHUNK_ERROR";
                sender.expectError(transfer.id, "INVALID_REQUEST", reason);
            }
            default -> {
                sender.send("{\"type\":\"error\",\"transferId\":\"" + transfer.id
                        + "\",\"message\":\"changed my mind\",\"code\":\"INTERNAL_ERROR\"}");
                sender.end(transfer.id).expectError(transfer.id, "INVALID_REQUEST", "TRANSFER_NOT_FOUND");
            }
        }
    }

    /** Breaks a connection; its resumable transfers go on on the next one, from where they were or before. */
    private void lose(int at) {
        int before = fixture.server().connections().size();
        senders.get(at).reset();
        await().atMost(Duration.ofSeconds(20))
                .until(() -> fixture.server().connections().size() < before);
        senders.set(at, FileSender.typed(fixture.server().port()));
        List<Transfer> lost = List.copyOf(open.get(at));
        open.get(at).clear();
        for (Transfer transfer : lost) {
            if (transfer.resumable && !stored.containsKey(transfer.name)) {
                start(at, transfer);
                Map<?, ?> ack = senders.get(at).outcome();
                assertThat(ack.get("type")).isEqualTo("file_start_ack");
                int from = ack.containsKey("resumeFrom") ? (int) FileSender.number(ack, "resumeFrom") : 0;
                assertThat(from).isLessThanOrEqualTo(transfer.sent);
                transfer.sent = from;
                open.get(at).add(transfer);
            }
        }
    }
}
