package io.trunkline.transport.internal;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class OutboundQueueTest {
    private final OutboundQueue queue = new OutboundQueue(new ChunkPool());

    /** Random adds and takes, of both kinds, against one long byte string. */
    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 5, 8, 13})
    void givesBackTheBytesInOrderWhateverTheSizes(long seed) {
        Random random = new Random(seed);
        ByteArrayOutputStream added = new ByteArrayOutputStream();
        ByteArrayOutputStream taken = new ByteArrayOutputStream();
        ByteBuffer window = ByteBuffer.allocate(64 * 1024);
        for (int step = 0; step < 3_000; step++) {
            if (random.nextBoolean()) {
                byte[] frame = new byte[1 + size(random)];
                random.nextBytes(frame);
                queue.add(new Encoded(frame), frame.length);
                added.writeBytes(frame);
            } else if (!queue.isEmpty()) {
                take(random, window, taken);
            }
            assertThat(queue.bytes()).as("seed %d step %d", seed, step).isEqualTo(added.size() - taken.size());
            assertThat(queue.consumedTotal()).as("seed %d step %d", seed, step).isEqualTo(taken.size());
            assertThat(queue.addedTotal()).as("seed %d step %d", seed, step).isEqualTo(added.size());
        }
        while (!queue.isEmpty()) {
            take(random, window, taken);
        }
        assertThat(taken.toByteArray()).as("seed %d", seed).isEqualTo(added.toByteArray());
    }

    private static int size(Random random) {
        return switch (random.nextInt(10)) {
            case 0 -> random.nextInt(100_000);
            case 1 -> Chunk.CAPACITY - 1 + random.nextInt(2);
            default -> random.nextInt(300);
        };
    }

    private void take(Random random, ByteBuffer window, ByteArrayOutputStream taken) {
        ByteBuffer shown;
        if (random.nextBoolean()) {
            shown = window.clear().limit(1 + random.nextInt(window.capacity()));
            queue.copyTo(shown);
            shown.flip();
        } else {
            shown = queue.first(1 + random.nextInt(70_000));
        }
        int count = random.nextInt(4) == 0 ? shown.remaining() : random.nextInt(shown.remaining() + 1);
        byte[] bytes = new byte[count];
        shown.get(bytes);
        queue.consumed(count);
        taken.writeBytes(bytes);
    }

    @Test
    void frameThatFailsToEncodeLeavesTheQueueAsItWas() {
        queue.add(new Encoded(new byte[] {1, 2, 3}), 3);
        Outgoing failing = new Outgoing() {
            @Override
            public int size() {
                return 5;
            }

            @Override
            public void writeTo(byte[] array, int offset) {
                Arrays.fill(array, offset, offset + 5, (byte) 9);
                throw new IllegalStateException("broken");
            }
        };
        assertThatThrownBy(() -> queue.add(failing, 5)).isInstanceOf(IllegalStateException.class);
        queue.add(new Encoded(new byte[] {4}), 1);

        ByteBuffer out = ByteBuffer.allocate(10);
        queue.copyTo(out);
        assertThat(Arrays.copyOf(out.array(), out.position())).containsExactly(1, 2, 3, 4);
    }

    @Test
    void clearedQueueCountsNothingAsTaken() {
        queue.add(new Encoded(new byte[40_000]), 40_000);
        queue.consumed(10);
        queue.clear();

        assertThat(queue.isEmpty()).isTrue();
        assertThat(queue.consumedTotal()).isEqualTo(10);
    }

    @Test
    void chunksGoBackToThePoolAndAreUsedAgain() {
        ChunkPool pool = new ChunkPool();
        Chunk first = pool.take(10);
        first.to = 10;
        pool.give(first);

        Chunk again = pool.take(Chunk.CAPACITY);
        assertThat(again).isSameAs(first);
        assertThat(again.size()).isZero();
        assertThat(pool.take(1)).isNotSameAs(first);
    }

    @Test
    void chunkLargerThanUsualIsNotKept() {
        ChunkPool pool = new ChunkPool();
        Chunk large = pool.take(Chunk.CAPACITY + 1);
        pool.give(large);

        assertThat(pool.take(Chunk.CAPACITY + 1)).isNotSameAs(large);
    }
}
