package io.trunkline.codec.internal.file;

import io.trunkline.Payload;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Random messages of a careless source against a model that knows only what each id may do next. */
class ReceivingTransfersModelTest {
    private static final int MAX_OPEN = 3;
    private static final TransferLimits LIMITS = new TransferLimits(40, 8, MAX_OPEN, Duration.ofNanos(50));

    /** What the model knows about one open transfer. */
    private static final class Open {
        final long size;
        final int chunk;
        final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        long since;

        Open(long size, int chunk, long now) {
            this.size = size;
            this.chunk = chunk;
            this.since = now;
        }
    }

    private final Map<String, Open> model = new HashMap<>();
    private final Map<String, byte[]> stored = new HashMap<>();
    private final List<String> expected = new ArrayList<>();
    private final ManualStorage disk = new ManualStorage();
    private final ReceivingTransfers transfers = new ReceivingTransfers(LIMITS, true, disk);
    private long now;

    @Test
    void everyMessageIsAnsweredAsTheModelSays() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int step = 0; step < 20_000; step++) {
            String id = "t" + random.nextInt(5);
            switch (random.nextInt(12)) {
                case 0, 1, 2 -> start(id, random);
                case 3, 4, 5, 6, 7, 8 -> chunk(id, random);
                case 9, 10 -> end(id);
                default -> pause(random.nextInt(20));
            }
            assertThat(replies()).as("seed %d step %d", seed, step).isEqualTo(expected);
            assertThat(transfers.size()).as("seed %d step %d", seed, step).isEqualTo(model.size());
            assertThat(disk.temporary).as("seed %d step %d", seed, step).hasSize(model.size());
            expected.clear();
        }
        assertThat(disk.files.keySet()).as("seed %d", seed).isEqualTo(stored.keySet());
        disk.files.forEach(
                (name, bytes) -> assertThat(bytes).as("seed %d %s", seed, name).isEqualTo(stored.get(name)));
        assertThat(stored).as("seed %d: some files were stored", seed).isNotEmpty();
    }

    private List<String> replies() {
        return disk.takeReplies().stream()
                .filter(reply -> !(reply instanceof FileMessage.Progress))
                .map(reply -> reply.transferId() + " " + kind(reply))
                .sorted()
                .toList();
    }

    private static String kind(FileMessage reply) {
        if (reply instanceof FileMessage.Failure failure) {
            return failure.reason() == null ? failure.code() : failure.reason();
        }
        return reply instanceof FileMessage.ChunkAck ack
                ? "ack " + ack.receivedBytes()
                : reply.getClass().getSimpleName();
    }

    private void expect(String id, String kind) {
        expected.add(id + " " + kind);
        expected.sort(null);
    }

    private void start(String id, Random random) {
        long size = random.nextInt(44) - 1L;
        int chunk = random.nextInt(10);
        transfers.receive(new FileMessage.Start(id, id + "-" + now, size, chunk, null, false, 0), now);
        if (model.containsKey(id)) {
            expect(id, "CONFLICT");
        } else if (size < 0 || size > 40) {
            expect(id, "BAD_SIZE");
        } else if (chunk < 1 || chunk > 8) {
            expect(id, "INVALID_REQUEST");
        } else if (model.size() == MAX_OPEN) {
            expect(id, "LIMIT_EXCEEDED");
        } else {
            model.put(id, new Open(size, chunk, now));
            expect(id, "StartAck");
        }
    }

    private void chunk(String id, Random random) {
        Open open = model.get(id);
        int next = open == null ? 0 : open.bytes.size() / open.chunk;
        long left = open == null ? 1 : open.size - open.bytes.size();
        boolean careless = random.nextInt(12) == 0;
        int size = careless ? random.nextInt(9) : (int) Math.min(open == null ? 1 : open.chunk, left);
        int index = careless ? random.nextInt(3) : next;
        byte[] bytes = new byte[size];
        random.nextBytes(bytes);
        transfers.receive(new FileMessage.Chunk(id, index, Payload.of(bytes)), now);
        if (open == null) {
            expect(id, "TRANSFER_NOT_FOUND");
        } else if (index == next && size > 0 && size == Math.min(open.chunk, left)) {
            open.bytes.writeBytes(bytes);
            open.since = now;
            expect(id, "ack " + open.bytes.size());
        } else {
            model.remove(id);
            expect(id, "CHUNK_ERROR");
        }
    }

    private void end(String id) {
        ReceivingTransfer transfer = disk.opened.stream()
                .filter(t -> t.start().transferId().equals(id) && !t.state().isOver())
                .findFirst()
                .orElse(null);
        transfers.receive(new FileMessage.End(id, null), now);
        Open open = model.remove(id);
        if (open == null || transfer == null) {
            expect(id, "TRANSFER_NOT_FOUND");
        } else if (open.bytes.size() != open.size) {
            expect(id, "BAD_SIZE");
        } else if (stored.putIfAbsent(transfer.start().filename(), open.bytes.toByteArray()) != null) {
            expect(id, "CONFLICT");
        } else {
            expect(id, "Complete");
        }
    }

    private void pause(int nanos) {
        now += nanos;
        disk.now = now;
        long next = transfers.sweep(now);
        model.entrySet().removeIf(entry -> {
            boolean stalled = now - entry.getValue().since >= 50;
            if (stalled) {
                expect(entry.getKey(), "TIMEOUT");
            }
            return stalled;
        });
        long due = model.values().stream()
                .mapToLong(open -> open.since + 50 - now)
                .min()
                .orElse(Long.MAX_VALUE);
        assertThat(next).isEqualTo(due);
    }
}
