package io.trunkline.transport.internal;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class OutboundWithdrawalTest {
    /** A frame as the model knows it. */
    private static final class Modelled {
        final long start;
        final byte[] bytes;
        boolean withdrawn;

        Modelled(long start, byte[] bytes) {
            this.start = start;
            this.bytes = bytes;
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 42, 4_711})
    void theSocketSeesExactlyTheFramesThatWereNotTakenBack(long seed) {
        Random random = new Random(seed);
        OutboundQueue queue = new OutboundQueue(new ChunkPool());
        List<Modelled> frames = new ArrayList<>();
        ByteArrayOutputStream sent = new ByteArrayOutputStream();
        for (int step = 0; step < 5_000; step++) {
            switch (random.nextInt(4)) {
                case 0, 1 -> {
                    byte[] bytes = new byte[1 + random.nextInt(random.nextInt(20) == 0 ? 40_000 : 300)];
                    Arrays.fill(bytes, (byte) frames.size());
                    frames.add(new Modelled(queue.addedTotal(), bytes));
                    queue.add(new Bytes(bytes), bytes.length);
                }
                case 2 -> take(queue, random, sent);
                default -> withdrawSome(queue, random, frames, seed, step);
            }
        }
        while (!queue.isEmpty()) {
            take(queue, random, sent);
        }
        ByteArrayOutputStream expected = new ByteArrayOutputStream();
        for (Modelled frame : frames) {
            if (!frame.withdrawn) {
                expected.writeBytes(frame.bytes);
            }
        }
        assertThat(Arrays.equals(sent.toByteArray(), expected.toByteArray()))
                .as("seed %d", seed)
                .isTrue();
        assertThat(queue.consumedTotal()).as("seed %d", seed).isEqualTo(queue.addedTotal());
    }

    private static void take(OutboundQueue queue, Random random, ByteArrayOutputStream sent) {
        if (queue.isEmpty()) {
            return;
        }
        byte[] buffer = new byte[1 + random.nextInt(2_000)];
        ByteBuffer out = ByteBuffer.wrap(buffer);
        queue.copyTo(out);
        sent.write(buffer, 0, out.position());
        queue.consumed(out.position());
    }

    private static void withdrawSome(OutboundQueue queue, Random random, List<Modelled> frames, long seed, int step) {
        if (frames.isEmpty()) {
            return;
        }
        Modelled frame = frames.get(frames.size() - 1 - random.nextInt(Math.min(30, frames.size())));
        if (!frame.withdrawn) {
            boolean waiting = frame.start >= queue.consumedTotal();
            frame.withdrawn = queue.withdraw(frame.start, frame.bytes.length);
            assertThat(frame.withdrawn).as("step %d of seed %d", step, seed).isEqualTo(waiting);
            if (frame.withdrawn && frame.start >= queue.consumedTotal()) {
                assertThat(queue.withdraw(frame.start, frame.bytes.length))
                        .as("again, without effect")
                        .isTrue();
            }
        }
    }

    /** A frame of given bytes. */
    private static final class Bytes implements Outgoing {
        private final byte[] bytes;

        Bytes(byte[] bytes) {
            this.bytes = bytes;
        }

        @Override
        public int size() {
            return bytes.length;
        }

        @Override
        public void writeTo(byte[] array, int offset) {
            System.arraycopy(bytes, 0, array, offset, bytes.length);
        }
    }
}
