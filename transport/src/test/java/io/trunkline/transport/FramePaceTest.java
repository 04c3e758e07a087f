package io.trunkline.transport;

import java.time.Duration;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class FramePaceTest {
    private static final Duration DAY = Duration.ofHours(24);

    @Test
    void limitsAreInclusive() {
        FramePace shortest = new FramePace(Duration.ofMillis(1), 1, Duration.ofMillis(1));
        assertThat(shortest.bytesPerSecond()).isOne();
        assertThat(new FramePace(DAY, Integer.MAX_VALUE, DAY).timeout()).isEqualTo(DAY);
    }

    @Test
    void whatIsOutOfRangeIsNamedWithItsRange() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FramePace.DEFAULT.withTimeout(Duration.ofNanos(999_999)))
                .withMessage("frame pace: timeout is 1 ms to 24 h: PT0.000999999S");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FramePace.DEFAULT.withTimeout(DAY.plusNanos(1)))
                .withMessageContaining("timeout is 1 ms to 24 h");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new FramePace(DAY, 240, Duration.ZERO))
                .withMessage("frame pace: grace is 1 ms to 24 h: PT0S");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new FramePace(DAY, 0, DAY))
                .withMessage("frame pace: bytesPerSecond is at least 1: 0");
    }

    @Test
    void anotherTimeoutKeepsTheRest() {
        assertThat(FramePace.DEFAULT.withTimeout(DAY)).isEqualTo(new FramePace(DAY, 240, Duration.ofSeconds(5)));
    }
}
