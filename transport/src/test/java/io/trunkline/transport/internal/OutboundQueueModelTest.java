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

/** Random operations on the queue and on a list of whole frames; each step must leave both with the same bytes. */
class OutboundQueueModelTest {
    private static final int STEPS = 1_500;

    private final OutboundQueue queue = new OutboundQueue(new ChunkPool());
    private final Model model = new Model();

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 20_261_120, 77, 4_711, 900_000_007})
    void theQueueDoesWhatAListOfFramesWouldDo(long seed) {
        Random random = new Random(seed);
        for (int step = 0; step < STEPS; step++) {
            String done = step(random);
            assertThat(queue.bytes())
                    .as("seed %d step %d: %s", seed, step, done)
                    .isEqualTo(model.waiting().length);
            assertThat(queue.consumedTotal())
                    .as("seed %d step %d: %s", seed, step, done)
                    .isEqualTo(model.consumed);
            assertThat(queue.addedTotal())
                    .as("seed %d step %d: %s", seed, step, done)
                    .isEqualTo(model.added);
            assertThat(Arrays.equals(shown(), model.waiting()))
                    .as("seed %d step %d: %s", seed, step, done)
                    .isTrue();
        }
        queue.clear();
        assertThat(queue.isEmpty()).isTrue();
        assertThat(queue.consumedTotal()).as("what is cleared was not sent").isEqualTo(model.consumed);
        model.frames.forEach(each ->
                assertThat(queue.withdraw(each.start, each.bytes.length)).isFalse());
    }

    private String step(Random random) {
        return switch (random.nextInt(20)) {
            case 0, 1, 2, 3, 4, 5, 6, 7 -> add(random, random.nextInt(300) + 1, false);
            case 8, 9 -> add(random, Outgoing.LARGE - 1 + random.nextInt(3), random.nextBoolean());
            case 10 -> add(random, Outgoing.LARGE * (2 + random.nextInt(3)), true);
            case 11, 12, 13, 14, 15 -> withdraw(random);
            default -> consume(random);
        };
    }

    private String add(Random random, int size, boolean shared) {
        byte[] bytes = new byte[size];
        random.nextBytes(bytes);
        long start = queue.addedTotal();
        queue.add(shared ? new HeadAndTail(bytes, random.nextInt(20)) : new Copied(bytes), size);
        model.add(start, bytes);
        return "add " + size + (shared ? " shared" : "");
    }

    private String withdraw(Random random) {
        if (model.frames.isEmpty()) {
            return "nothing to withdraw";
        }
        Frame frame = model.frames.get(random.nextInt(model.frames.size()));
        boolean possible = model.withdraw(frame);
        assertThat(queue.withdraw(frame.start, frame.bytes.length)).isEqualTo(possible);
        return "withdraw " + frame.start;
    }

    private String consume(Random random) {
        int count = random.nextInt(Math.min(60_000, queue.bytes()) + 1);
        if (count > 0) {
            queue.consumed(count);
            model.consume(count);
        }
        return "consume " + count;
    }

    private byte[] shown() {
        ByteBuffer out = ByteBuffer.allocate(queue.bytes());
        queue.copyTo(out);
        return Arrays.copyOf(out.array(), out.position());
    }

    /** Frames that wait, in whole or in part, and where the stream stands. */
    private static final class Model {
        final List<Frame> frames = new ArrayList<>();
        long consumed;
        long added;

        void add(long start, byte[] bytes) {
            frames.add(new Frame(start, bytes));
            added += bytes.length;
        }

        boolean withdraw(Frame frame) {
            if (frame.taken > 0) {
                return false;
            }
            frames.remove(frame);
            settle();
            return true;
        }

        void consume(int count) {
            for (int left = count; left > 0; ) {
                Frame first = frames.get(0);
                int part = Math.min(left, first.bytes.length - first.taken);
                first.taken += part;
                left -= part;
                if (first.taken == first.bytes.length) {
                    frames.remove(0);
                }
            }
            settle();
        }

        /** The position of the first byte that waits: what was taken back before it has a position too. */
        private void settle() {
            consumed = frames.isEmpty() ? added : frames.get(0).start + frames.get(0).taken;
        }

        byte[] waiting() {
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            frames.forEach(each -> all.write(each.bytes, each.taken, each.bytes.length - each.taken));
            return all.toByteArray();
        }
    }

    private static final class Frame {
        final long start;
        final byte[] bytes;
        int taken;

        Frame(long start, byte[] bytes) {
            this.start = start;
            this.bytes = bytes;
        }
    }

    @SuppressWarnings("ArrayRecordComponent") // Never compared.
    private record Copied(byte[] bytes) implements Outgoing {
        @Override
        public int size() {
            return bytes.length;
        }

        @Override
        public void writeTo(byte[] array, int offset) {
            System.arraycopy(bytes, 0, array, offset, bytes.length);
        }
    }

    /** A frame whose bytes from {@code head} on may be referred to. */
    @SuppressWarnings("ArrayRecordComponent") // Never compared.
    private record HeadAndTail(byte[] bytes, int head) implements Outgoing {
        @Override
        public int size() {
            return bytes.length;
        }

        @Override
        public void writeTo(byte[] array, int offset) {
            System.arraycopy(bytes, 0, array, offset, bytes.length);
        }

        @Override
        public ByteBuffer tail() {
            return ByteBuffer.wrap(bytes, head, bytes.length - head).asReadOnlyBuffer();
        }

        @Override
        public void writeHeadTo(byte[] array, int offset) {
            System.arraycopy(bytes, 0, array, offset, head);
        }
    }
}
