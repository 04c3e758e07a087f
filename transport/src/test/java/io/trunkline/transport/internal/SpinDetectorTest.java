package io.trunkline.transport.internal;

import io.trunkline.transport.internal.SpinDetector.Verdict;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Covers the judgement in faults.md P9. */
class SpinDetectorTest {
    private final SpinDetector detector = new SpinDetector();
    private long now = Long.MAX_VALUE - 10;

    @Test
    void thousandPrematureSelectsAreBorneAndTheNextOneRebuilds() {
        assertThat(spin(SpinDetector.LIMIT)).isEqualTo(Verdict.GO_ON);
        assertThat(spin(1)).isEqualTo(Verdict.REBUILD);
    }

    @Test
    void anySelectThatWasInOrderBeginsTheCountAnew() {
        spin(SpinDetector.LIMIT);
        detector.calm();
        assertThat(spin(SpinDetector.LIMIT)).isEqualTo(Verdict.GO_ON);
    }

    @Test
    void aThousandSpreadOverMoreThanASecondAreNoSpin() {
        spin(SpinDetector.LIMIT);
        now += TimeUnit.SECONDS.toNanos(1) + 1;
        assertThat(spin(SpinDetector.LIMIT)).isEqualTo(Verdict.GO_ON);
    }

    @Test
    void selectorThatSpinsAgainWithinTenSecondsIsSlowedDownInsteadOfRebuilt() {
        spin(SpinDetector.LIMIT + 1);
        now += TimeUnit.SECONDS.toNanos(10) - 1;
        assertThat(spin(SpinDetector.LIMIT + 1)).isEqualTo(Verdict.PAUSE);
        assertThat(spin(1)).isEqualTo(Verdict.PAUSE);
    }

    @Test
    void selectorThatSpinsAgainLaterIsRebuiltAgain() {
        spin(SpinDetector.LIMIT + 1);
        now += TimeUnit.SECONDS.toNanos(10);
        assertThat(spin(SpinDetector.LIMIT + 1)).isEqualTo(Verdict.REBUILD);
    }

    private Verdict spin(int times) {
        Verdict last = Verdict.GO_ON;
        for (int i = 0; i < times; i++) {
            last = detector.premature(now);
        }
        return last;
    }
}
