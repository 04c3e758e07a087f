package io.trunkline.transport.internal;

import io.trunkline.transport.manual.ManualLoop;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;
import java.nio.channels.SelectionKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Time that leaps. Covers faults.md P19 and F25 for deadlines; that no wall clock is asked is a rule of ArchitectureTest.
 */
@Timeout(30)
class LoopClockTest {
    private final ManualLoop manual = new ManualLoop();
    private final EventLoop loop = manual.loop();
    private final List<String> events = new ArrayList<>();
    private final List<Pipe> pipes = new ArrayList<>();

    @BeforeEach
    void turn() {
        manual.turn();
    }

    @AfterEach
    void close() throws IOException {
        for (Pipe pipe : pipes) {
            pipe.source().close();
            pipe.sink().close();
        }
        manual.close();
    }

    @Test
    void leapOfTenSecondsExpiresWhatIsDueOnceAndNothingElse() {
        for (int second = 1; second <= 20; second++) {
            String name = "after " + second + " s";
            loop.schedule(Duration.ofSeconds(second).toNanos(), () -> events.add(name));
        }
        manual.advance(Duration.ofSeconds(10));
        assertThat(events).hasSize(10).doesNotHaveDuplicates().contains("after 1 s", "after 10 s");
        manual.runUntilIdle();
        assertThat(events).hasSize(10);

        manual.advance(Duration.ofSeconds(10));
        assertThat(events).hasSize(20).doesNotHaveDuplicates();
    }

    @Test
    void clockThatFallsBackFiresNothingEarlyAndNothingTwice() {
        loop.schedule(Duration.ofSeconds(1).toNanos(), () -> events.add("fired"));
        manual.advance(Duration.ofHours(-1));
        assertThat(events).isEmpty();
        manual.advance(Duration.ofHours(1));
        assertThat(events).isEmpty();
        manual.advance(Duration.ofSeconds(1));
        manual.advance(Duration.ofHours(-1));
        manual.advance(Duration.ofHours(2));
        assertThat(events).containsExactly("fired");
    }

    @Test
    void deadlineThatSchedulesAnotherAtOnceLetsTheTurnEnd() {
        loop.schedule(
                new Deadline() {
                    @Override
                    protected void onDeadline() {
                        events.add("fired");
                        if (events.size() < 3) {
                            loop.schedule(this, loop.nanos());
                        }
                    }
                },
                loop.nanos());
        manual.turn();
        assertThat(events).hasSize(1);
        manual.turn();
        manual.turn();
        assertThat(events).hasSize(3);
    }

    /** Covers faults.md F26: what came in while the process stood still is read before it counts as too late. */
    @Test
    void afterAGapAFullRoundOfReadsComesBeforeTheDeadlines() throws IOException {
        standStillBetweenTwoReads(Duration.ofSeconds(3));
        assertThat(events).containsExactly("first read", "second read");
    }

    @Test
    void withoutAGapTheDeadlinesFollowTheReadsOfTheirTurn() throws IOException {
        standStillBetweenTwoReads(Duration.ofSeconds(2));
        assertThat(events).containsExactly("first read", "timeout");
        manual.turn();
        assertThat(events).endsWith("second read");
    }

    /** In one turn: a read takes that long, and the answer to the request with 1 s of time becomes readable after it. */
    private void standStillBetweenTwoReads(Duration pause) throws IOException {
        Deadline timeout = loop.schedule(Duration.ofSeconds(1).toNanos(), () -> events.add("timeout"));
        Pipe answers = pipe("second read", () -> loop.cancel(timeout));
        Pipe requests = pipe("first read", () -> {
            write(answers);
            manual.ticker().advance(pause);
        });
        write(requests);
        manual.turn();
    }

    private Pipe pipe(String event, Runnable onRead) throws IOException {
        Pipe pipe = Pipe.open();
        pipes.add(pipe);
        pipe.source().configureBlocking(false);
        loop.register(pipe.source(), SelectionKey.OP_READ, new Selectable() {
            @Override
            public void onReady(SelectionKey key) throws IOException {
                pipe.source().read(ByteBuffer.allocate(1));
                events.add(event);
                onRead.run();
            }

            @Override
            public void onFailure(Throwable failure) {
                events.add("failed: " + failure);
            }

            @Override
            public void onLoopEnding() {}
        });
        return pipe;
    }

    private static void write(Pipe pipe) {
        try {
            pipe.sink().write(ByteBuffer.allocate(1));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
