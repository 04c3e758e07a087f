package io.trunkline.transport.internal.stream;

import io.trunkline.Payload;
import io.trunkline.RequestTimeoutException;
import io.trunkline.TrunklineException;
import io.trunkline.transport.DuplexStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Many streams at once between two ends, with bytes that are cut anywhere, readers that dawdle, closes and resets: what is read
 * is always the beginning of what was written, and all of it where nobody failed the stream (row 80 of the faults).
 */
class StreamModelTest {
    private static final int STEPS = 3_000;

    /** One direction of one stream, as far as it has been written and read. Byte n of a direction is n * 31 + its seed. */
    private static final class Direction {
        final DuplexStream from;
        final DuplexStream to;
        final int seed;
        long written;
        long read;
        boolean ended;

        Direction(DuplexStream from, DuplexStream to, int seed) {
            this.from = from;
            this.to = to;
            this.seed = seed;
        }

        byte expected(long at) {
            return (byte) (at * 31 + seed);
        }

        void write(int size) {
            byte[] bytes = new byte[size];
            for (int i = 0; i < size; i++) {
                bytes[i] = expected(written + i);
            }
            if (!from.writeAsync(Payload.wrap(bytes)).isCompletedExceptionally()) {
                written += size;
            }
        }

        void read() {
            try {
                Payload bytes = to.read(Duration.ZERO);
                ended |= bytes == null;
                for (byte each : bytes == null ? new byte[0] : bytes.toBytes()) {
                    assertThat(each).as("byte %d", read).isEqualTo(expected(read++));
                }
            } catch (RequestTimeoutException e) {
                assertThat(to.isOpen()).isTrue();
            } catch (TrunklineException e) {
                ended = true;
            }
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void whatIsReadIsWhatWasWritten(long seed) {
        Random random = new Random(seed);
        try (StreamPair pair = new StreamPair(1 + random.nextInt(5_000))) {
            List<Direction> directions = new ArrayList<>();
            for (int step = 0; step < STEPS; step++) {
                step(random, pair, directions);
                for (Direction each : directions) {
                    assertThat(each.read).as("read of written, seed %d", seed).isLessThanOrEqualTo(each.written);
                }
            }
            finish(pair, directions, seed);
        }
    }

    private static void step(Random random, StreamPair pair, List<Direction> directions) {
        int choice = random.nextInt(100);
        if (directions.isEmpty() || (choice < 2 && directions.size() < 40)) {
            StreamPair.Both both = pair.open(random.nextBoolean());
            directions.add(new Direction(both.opener(), both.other(), random.nextInt(256)));
            directions.add(new Direction(both.other(), both.opener(), random.nextInt(256)));
            return;
        }
        Direction at = directions.get(random.nextInt(directions.size()));
        if (choice < 40) {
            at.write(1 + random.nextInt(random.nextInt(10) == 0 ? 100_000 : 300));
        } else if (choice < 85) {
            at.read();
        } else if (choice < 86) {
            at.from.reset("MODEL");
        } else {
            pair.turn();
        }
    }

    /** Closes each writer behind what it wrote: a reader that goes on gets all of it, unless the stream was reset before. */
    private static void finish(StreamPair pair, List<Direction> directions, long seed) {
        pair.run();
        for (int i = 0; i < directions.size(); i += 2) {
            Direction forth = directions.get(i);
            boolean whole = forth.from.isOpen();
            ((LiveStream) forth.from).core().beginClose();
            for (int rounds = 0; !forth.ended && rounds < 100_000; rounds++) {
                pair.run();
                forth.read();
            }
            assertThat(forth.ended).as("an end, seed %d", seed).isTrue();
            if (whole) {
                assertThat(forth.read).as("all that was written, seed %d", seed).isEqualTo(forth.written);
            }
        }
    }
}
