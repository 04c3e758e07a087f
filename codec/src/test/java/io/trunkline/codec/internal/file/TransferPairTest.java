package io.trunkline.codec.internal.file;

import io.trunkline.Payload;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Source and receiver against each other, every message through its JSON, over connections that break. */
class TransferPairTest {
    private static final TransferLimits LIMITS = new TransferLimits(100_000, 64, 16, Duration.ofSeconds(30));

    private final ManualStorage disk = new ManualStorage();

    /** One connection: messages in order both ways, reads answered at once. */
    private final class Link implements SourceDecisions {
        final byte[] file;
        final int channel;
        final ArrayDeque<Object> toReceiver = new ArrayDeque<>();
        final ReceivingTransfers receiver;
        final SendingTransfers source = new SendingTransfers(LIMITS, this);
        boolean done;
        int failures;

        Link(byte[] file, int channel, boolean unasked) {
            this.file = file;
            this.channel = channel;
            this.receiver = new ReceivingTransfers(LIMITS, unasked, disk);
        }

        @Override
        public void send(FileMessage message) {
            toReceiver.add(FileMessageCodec.encode(message));
        }

        @Override
        public void sendChunk(SendingTransfer transfer, long index, Payload bytes) {
            if (channel > 0) {
                toReceiver.add(new BinaryChunk(channel, index, bytes).encode());
            } else {
                send(new FileMessage.Chunk(transfer.start().transferId(), index, bytes));
            }
        }

        @Override
        public void read(SendingTransfer transfer, long position, int length) {
            int from = (int) position;
            // Queued behind what is on its way: reads are never answered from within.
            toReceiver.add((Runnable)
                    () -> transfer.chunk(Payload.of(Arrays.copyOfRange(file, from, from + length)), 0));
        }

        @Override
        public void done(SendingTransfer transfer, FileMessage.Complete receipt) {
            done = true;
        }

        @Override
        public void failed(SendingTransfer transfer, FileMessage.Failure failure) {
            failures++;
        }

        /** Carries one thing over; false if all is quiet. */
        boolean step() {
            if (!disk.replies.isEmpty()) {
                FileMessage answer = FileMessageCodec.decode(FileMessageCodec.encode(disk.replies.remove(0)))
                        .orElseThrow();
                if (answer instanceof FileMessage.Get get) {
                    source.answer(get, file.length, 0);
                } else {
                    source.receive(answer, 0);
                }
                return true;
            }
            Object next = toReceiver.poll();
            if (next instanceof Runnable read) {
                read.run();
            } else if (next instanceof Payload body && BinaryChunk.isChunk(body)) {
                receiver.receive(BinaryChunk.decode(body), 0);
            } else if (next instanceof Payload body) {
                receiver.receive(FileMessageCodec.decode(body).orElseThrow(), 0);
            }
            return next != null;
        }
    }

    @Test
    void filesArriveWholeHoweverOftenTheConnectionBreaks() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int round = 0; round < 300; round++) {
            String run = "seed " + seed + " round " + round;
            byte[] file = new byte[random.nextInt(1_000)];
            random.nextBytes(file);
            int channel = random.nextInt(2) * 77;
            FileMessage.Start start = new FileMessage.Start(
                    "id" + round, "f" + round, file.length, 1 + random.nextInt(64), null, true, channel);
            Link link;
            int attempt = 0;
            do {
                // Connections live longer and longer: a resumed file is read again from its start, for the digest.
                assertThat(++attempt).as(run).isLessThan(12);
                link = new Link(file, channel, true);
                link.source.offer(start, SendingTransfer.Mode.CHUNKS_WITH_DIGEST, 0);
                int breaksAfter = random.nextInt(100 << attempt);
                for (int i = 0; i < breaksAfter && link.step(); i++) {
                    assertThat(link.failures).as(run).isZero();
                }
                link.receiver.connectionLost();
                disk.takeReplies();
            } while (!link.done && !disk.files.containsKey(start.filename()));
            assertThat(disk.files.get(start.filename())).as(run).isEqualTo(file);
            assertThat(disk.temporary).as(run).isEmpty();
        }
    }

    @Test
    void aDownloadArrivesWhole() {
        byte[] file = new byte[1_000];
        new Random(1).nextBytes(file);
        Link link = new Link(file, 0, false);
        link.receiver.request(new FileMessage.Get("t", "f", 64, 0), 0);
        while (link.step()) {
            assertThat(link.failures).isZero();
        }

        assertThat(link.done).isTrue();
        assertThat(disk.files.get("f")).isEqualTo(file);
    }
}
