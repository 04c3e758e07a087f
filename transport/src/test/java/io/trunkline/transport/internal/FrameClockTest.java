package io.trunkline.transport.internal;

import io.trunkline.transport.CloseReason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Inputs 6, 9 and 22, fault F8, promise P5: the pace of a frame, by a hand-turned clock. */
class FrameClockTest {
    private static final Duration MILLI = Duration.ofMillis(1);

    private final ConnectionRig rig = new ConnectionRig();
    private final List<CloseReason> reasons = new ArrayList<>();
    private final FrameClock clock = new FrameClock(rig.connection, reasons::add);

    @AfterEach
    void end() {
        clock.stop();
        rig.close();
    }

    private static Duration seconds(int count) {
        return Duration.ofSeconds(count);
    }

    @Test
    void framesThatComeWholeQueueNoDeadline() {
        clock.fed(10, 10);
        clock.fed(300, 310);

        assertThat(clock.index).isEqualTo(Deadline.NOT_QUEUED);
        rig.pass(seconds(60));
        assertThat(reasons).isEmpty();
    }

    @Test
    void silenceInsideAFrameEndsWithTheGrace() {
        clock.fed(3, 0);
        rig.pass(seconds(5).minus(MILLI));
        assertThat(reasons).isEmpty();
        rig.pass(MILLI);

        assertThat(reasons)
                .extracting(CloseReason::toString)
                .containsExactly("FRAME_TIMEOUT: a frame comes at 0 bytes/s over 5000 ms, limit 240 bytes/s");
        rig.pass(seconds(60));
        assertThat(reasons).as("said once").hasSize(1);
    }

    @Test
    void theAskedForPaceAtTheEndOfTheGraceIsEnough() {
        clock.fed(1_200, 0);
        rig.pass(seconds(5));
        assertThat(reasons).isEmpty();
        clock.fed(1_200, 0);
        rig.pass(seconds(5).minus(MILLI));
        assertThat(reasons).isEmpty();
    }

    @Test
    void oneByteLessIsTooSlow() {
        clock.fed(1_199, 0);
        rig.pass(seconds(5));
        assertThat(reasons).hasSize(1);
    }

    @Test
    void anAbsoluteTimeEndsWhatKeepsThePace() {
        clock.fed(1, 0);
        for (int second = 0; second < 9; second++) {
            clock.fed(1_024, 0);
            rig.pass(seconds(1));
        }
        clock.fed(1_024, 0);
        rig.pass(seconds(1).minus(MILLI));
        assertThat(reasons).isEmpty();
        rig.pass(MILLI);

        assertThat(reasons)
                .extracting(CloseReason::toString)
                .containsExactly(
                        "FRAME_TIMEOUT: a frame is not whole after 10000 ms, limit 10000 ms; 10241 bytes of it have come");
    }

    @Test
    void theRhythmOfTheBytesChangesNothing() {
        for (int i = 0; i < 16; i++) {
            clock.fed(1, 0);
            rig.pass(Duration.ofMillis(300));
        }
        assertThat(reasons).isEmpty();
        rig.pass(Duration.ofMillis(200));
        assertThat(reasons).hasSize(1);
    }

    @Test
    void aFrameThatBecomesWholeInTimeIsForgotten() {
        clock.fed(1, 0);
        rig.pass(seconds(4));
        clock.fed(9, 10);
        rig.pass(seconds(60));
        assertThat(reasons).isEmpty();
        assertThat(clock.index).isEqualTo(Deadline.NOT_QUEUED);
    }

    @Test
    void eachFrameHasItsOwnTimeAndOneDeadlineWatchesThemAll() {
        int position = 0;
        clock.fed(1, 0);
        long queuedFor = clock.at;
        for (int i = 0; i < 100; i++) {
            rig.pass(Duration.ofMillis(40));
            position += 10;
            clock.fed(10, position);
            assertThat(clock.at).as("still the first look").isEqualTo(queuedFor);
        }
        rig.pass(seconds(5).minus(MILLI));
        assertThat(reasons).isEmpty();
        rig.pass(MILLI);
        assertThat(reasons).as("the last frame never became whole").hasSize(1);
    }

    @Test
    void standsStillWhileWeDoNotRead() {
        clock.fed(1, 0);
        rig.pass(seconds(4));
        rig.connection.pauseReading(PauseReason.USER);
        rig.pass(seconds(3_600));
        rig.connection.resumeReading(PauseReason.USER);
        rig.pass(seconds(1).minus(MILLI));
        assertThat(reasons).isEmpty();
        rig.pass(seconds(1));
        assertThat(reasons).hasSize(1);
    }

    @Test
    void stoppedItLeavesNoDeadlineBehind() {
        clock.fed(1, 0);
        clock.stop();
        assertThat(clock.index).isEqualTo(Deadline.NOT_QUEUED);
        clock.fed(1, 0);
        rig.pass(seconds(60));
        assertThat(reasons).isEmpty();
    }
}
