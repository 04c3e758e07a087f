package io.trunkline.transport.internal.tls;

import io.trunkline.transport.manual.ManualTicker;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.LongStream;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** The engine's loop against an engine that answers anything in any order: faults.md P8. */
class EngineLoopTest {
    /** What one call into the loop may cost: its bytes, and a few answers for nothing before each. */
    private static final int MAX_CALLS = 20_000;

    private final ByteBuffer plain = ByteBuffer.allocate(64 * 1024);
    private final ByteBuffer out = ByteBuffer.allocate(4 * 1024);
    private final ByteArrayOutputStream plainSeen = new ByteArrayOutputStream();
    private final ByteArrayOutputStream cipherSeen = new ByteArrayOutputStream();
    private final ByteArrayOutputStream plainSent = new ByteArrayOutputStream();
    private final ByteArrayOutputStream cipherSent = new ByteArrayOutputStream();

    static LongStream seeds() {
        return LongStream.range(0, 3_000);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void noOrderOfAnswersMakesItSpinOrLoseAByte(long seed) {
        Random random = new Random(seed);
        ScriptedEngine engine = new ScriptedEngine(seed, random.nextBoolean(), random.nextInt(11));
        EngineLoop loop = new EngineLoop(engine, watch(engine));
        try {
            for (int i = 0; i < 300; i++) {
                int before = engine.calls;
                step(loop, random);
                assertThat(engine.calls - before).as("calls in one step").isLessThan(MAX_CALLS);
            }
        } catch (SSLException e) {
            // It gave up: that is an end too.
            take();
        }
        assertThat(plainSeen.toByteArray()).isEqualTo(engine.plainGiven.toByteArray());
        assertThat(cipherSeen.toByteArray()).isEqualTo(engine.cipherGiven.toByteArray());
        assertThat(plainSent.toByteArray()).isEqualTo(engine.plainTaken.toByteArray());
        assertThat(cipherSent.toByteArray()).startsWith(engine.cipherTaken.toByteArray());
    }

    private void step(EngineLoop loop, Random random) throws SSLException {
        switch (random.nextInt(10)) {
            case 0, 1, 2, 3 -> receive(loop, random);
            case 4, 5, 6 -> send(loop, random);
            case 7 -> loop.tasksRan(loop.runTasks());
            case 8 -> {
                if (random.nextInt(50) == 0) {
                    loop.end(out);
                }
            }
            default -> {
                if (random.nextInt(50) == 0) {
                    loop.lastWords(out);
                }
            }
        }
        take();
    }

    private void receive(EngineLoop loop, Random random) throws SSLException {
        ByteBuffer in = ByteBuffer.wrap(records(random));
        int end = in.limit();
        try {
            loop.receive(in, plain, out);
        } finally {
            assertThat(in.limit()).isEqualTo(end);
            cipherSent.write(in.array(), 0, in.position());
        }
    }

    private void send(EngineLoop loop, Random random) throws SSLException {
        byte[] bytes = new byte[random.nextInt(2_000)];
        random.nextBytes(bytes);
        ByteBuffer from = ByteBuffer.wrap(bytes);
        try {
            loop.send(from, out);
        } finally {
            plainSent.write(bytes, 0, from.position());
        }
    }

    private void take() {
        plainSeen.write(plain.array(), 0, plain.position());
        cipherSeen.write(out.array(), 0, out.position());
        plain.clear();
        out.clear();
    }

    private static byte[] records(Random random) {
        ByteBuffer records = ByteBuffer.allocate(8 * 1024);
        for (int i = random.nextInt(5); i > 0; i--) {
            int length = 1 + random.nextInt(1_000);
            records.put((byte) 23).putShort((short) 0x0303).putShort((short) length);
            byte[] body = new byte[length];
            random.nextBytes(body);
            records.put(body);
        }
        return Arrays.copyOf(records.array(), records.position());
    }

    private static RecordWatch watch(ScriptedEngine engine) {
        ManualTicker ticker = new ManualTicker();
        return new RecordWatch(engine, () -> {
            ticker.advance(java.time.Duration.ofMillis(50));
            return ticker.nanos();
        });
    }

    @Test
    void anEngineThatNeverMovesIsGivenUp() {
        ScriptedEngine engine = new ScriptedEngine(1, true, 10);
        EngineLoop loop = new EngineLoop(engine, watch(engine));
        assertThatThrownBy(() -> {
                    for (int i = 0; i < 1_000; i++) {
                        loop.send(ByteBuffer.wrap(new byte[10]), out.clear());
                    }
                })
                .isInstanceOf(SSLException.class)
                .hasMessageContaining("no progress");
        assertThat(engine.calls).isLessThan(20);
    }

    @Test
    void anEngineThatAsksForTasksAndGivesNoneIsGivenUp() {
        ScriptedEngine engine = new ScriptedEngine(2, true, 10);
        EngineLoop loop = new EngineLoop(engine, watch(engine));
        assertThatThrownBy(() -> {
                    for (int i = 0; i < 1_000; i++) {
                        loop.tasksRan(loop.runTasks());
                    }
                })
                .isInstanceOf(SSLException.class)
                .hasMessageContaining("tasks");
    }
}
