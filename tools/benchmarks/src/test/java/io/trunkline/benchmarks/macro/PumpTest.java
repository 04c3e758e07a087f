package io.trunkline.benchmarks.macro;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class PumpTest {
    private static final Scenario SCENARIO = Scenario.S5;

    private final Outcome outcome = new Outcome(1);
    private final RecordingLink link = new RecordingLink();
    private final Pump pump = new Pump(SCENARIO, new Meter(), outcome, 6, true);

    @Test
    void windowStaysFullUntilEverythingIsSentAndEndsWhenAllIsBack() throws Exception {
        pump.onOpen(link);
        assertThat(link.sent).containsExactly(0L, 1L, 2L, 3L);
        for (long number = 0; number < 6; number++) {
            pump.onFrame(number, SCENARIO.body(), Frames.FILLER);
        }
        assertThat(link.sent).containsExactly(0L, 1L, 2L, 3L, 4L, 5L);
        outcome.await(0);
    }

    @Test
    void answerOutOfTurnFailsTheRun() {
        pump.onOpen(link);
        pump.onFrame(1, SCENARIO.body(), Frames.FILLER);
        assertThatThrownBy(() -> outcome.await(0))
                .hasRootCauseMessage("wanted frame 0 of 262144 bytes, got 1 of 262144 ending in 120");
    }

    @Test
    void whereAnswersHaveNoTurnEachIsWantedOnceAllTheSame() {
        Pump free = new Pump(SCENARIO, new Meter(), outcome, 6, false);
        free.onOpen(link);
        for (long number : new long[] {3, 0, 2, 1, 4}) {
            free.onFrame(number, SCENARIO.body(), Frames.FILLER);
        }
        assertThat(link.sent).containsExactly(0L, 1L, 2L, 3L, 4L, 5L);
        free.onFrame(4, SCENARIO.body(), Frames.FILLER);
        assertThatThrownBy(() -> outcome.await(0))
                .hasRootCauseMessage("wanted frame -1 of 262144 bytes, got 4 of 262144 ending in 120");
    }

    @Test
    void answerThatIsCutFailsTheRun() {
        pump.onOpen(link);
        pump.onFrame(0, SCENARIO.body() - 1, Frames.FILLER);
        assertThatThrownBy(() -> outcome.await(0)).hasMessage("a connection failed");
    }

    @Test
    void answerThatIsMissingFailsTheRun() {
        pump.onOpen(link);
        pump.onFrame(0, SCENARIO.body(), Frames.FILLER);
        assertThatThrownBy(() -> outcome.await(0)).hasMessage("1 connections still wait for answers");
    }

    private static final class RecordingLink implements Link {
        private final List<Long> sent = new ArrayList<>();

        @Override
        public void send(long number) {
            sent.add(number);
        }

        @Override
        public void close() {}
    }
}
