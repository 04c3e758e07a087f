package io.trunkline.transport.internal;

import io.trunkline.QueueFullException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Random writers, on the loop and elsewhere, beside a list of frames: what leaves is what was accepted, in order, less what was
 * taken back. Each operation is over before the next begins, so their order is one of causes.
 */
class StageModelTest {
    private static final int STEPS = 1_500;

    private final ConnectionRig rig = ConnectionRig.withCap(2_000);
    private final TcpConnection connection = rig.connection;
    private final List<Frame> frames = new ArrayList<>();
    private int told;
    private int asked;

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 20_261_120, 77, 4_711, 900_000_007})
    void framesLeaveInTheOrderOfCauses(long seed) {
        Random random = new Random(seed);
        for (int step = 0; step < STEPS; step++) {
            String done = step(random);
            assertThat(connection.outboundBytes())
                    .as("seed %d step %d: %s", seed, step, done)
                    .isEqualTo(expected().length() - rig.socket.taken().length)
                    .isBetween(0, 2_000);
            assertThat(expected()).as("seed %d step %d: %s", seed, step, done).startsWith(rig.socket.takenText());
        }
        rig.socket.window(1_000_000);
        rig.turn();
        rig.writable();
        assertThat(rig.socket.takenText()).as("seed %d", seed).isEqualTo(expected());
        assertThat(told).as("seed %d", seed).isEqualTo(asked);
        assertThat(rig.loop.buffers().stages().lent()).as("seed %d", seed).isZero();
        rig.close();
    }

    private String step(Random random) {
        return switch (random.nextInt(22)) {
            case 0, 1, 2, 3, 4, 5, 6, 7, 8 -> accept(random, frame -> connection.write(frame.bytes()));
            case 9 ->
                accept(random, frame -> {
                    connection.write(frame.bytes(), failure -> told++);
                    asked++;
                    return -1;
                });
            case 10, 11, 12 -> accept(random, frame -> elsewhere(frame));
            case 13, 14 -> withdraw(random);
            case 15, 16 -> flush(random);
            case 17 ->
                accept(random, frame -> {
                    connection.offer(frame.fannedOut());
                    return -1;
                });
            default -> turn(random);
        };
    }

    private long elsewhere(Frame frame) {
        List<Long> position = new ArrayList<>();
        List<QueueFullException> refused = new ArrayList<>();
        rig.elsewhere(() -> {
            try {
                position.add(connection.write(frame.bytes()));
            } catch (QueueFullException e) {
                refused.add(e);
            }
        });
        if (!refused.isEmpty()) {
            throw refused.get(0);
        }
        return position.get(0);
    }

    private String accept(Random random, Writer writer) {
        Frame frame = new Frame(String.valueOf((char) ('a' + frames.size() % 26))
                .repeat(1 + random.nextInt(random.nextInt(10) == 0 ? 500 : 30)));
        boolean fits = expected().length() - rig.socket.taken().length + frame.text.length() <= 2_000;
        try {
            frame.position = writer.write(frame);
            assertThat(fits).as("let in beyond the cap").isTrue();
            frames.add(frame);
            return "accepted " + frame.text.length();
        } catch (QueueFullException e) {
            assertThat(fits).as("refused though there is room").isFalse();
            return "refused " + frame.text.length();
        }
    }

    private String withdraw(Random random) {
        List<Frame> known = frames.stream().filter(each -> each.position >= 0).toList();
        if (known.isEmpty()) {
            return "nothing to withdraw";
        }
        Frame frame = known.get(known.size() - 1 - random.nextInt(Math.min(5, known.size())));
        int begin = expected(frames.indexOf(frame)).length();
        boolean possible = begin >= rig.socket.taken().length;
        boolean withdrawn = withdraw(frame, random.nextBoolean());
        assertThat(withdrawn)
                .as("begins at %d of %d", begin, rig.socket.taken().length)
                .isEqualTo(possible);
        if (withdrawn) {
            frames.remove(frame);
        }
        return "withdrawn " + withdrawn;
    }

    private boolean withdraw(Frame frame, boolean here) {
        boolean[] withdrawn = new boolean[1];
        Runnable attempt = () -> withdrawn[0] = connection.withdraw(frame.position, frame.text.length());
        if (here) {
            attempt.run();
        } else {
            rig.elsewhere(attempt);
        }
        return withdrawn[0];
    }

    private String flush(Random random) {
        rig.socket.window(random.nextInt(3) == 0 ? 0 : random.nextInt(1_500));
        connection.outbound().turn().flush();
        return "flush";
    }

    private String turn(Random random) {
        rig.socket.window(random.nextInt(3) == 0 ? 0 : random.nextInt(1_500));
        rig.turn();
        return "turn";
    }

    private String expected() {
        return expected(frames.size());
    }

    private String expected(int count) {
        StringBuilder all = new StringBuilder();
        frames.subList(0, count).forEach(each -> all.append(each.text));
        return all.toString();
    }

    private interface Writer {
        long write(Frame frame);
    }

    private static final class Frame {
        final String text;
        long position = -1;

        Frame(String text) {
            this.text = text;
        }

        Outgoing bytes() {
            return ConnectionRig.text(text);
        }

        Outgoing fannedOut() {
            return new SharedFrame(text.getBytes(StandardCharsets.US_ASCII));
        }
    }
}
