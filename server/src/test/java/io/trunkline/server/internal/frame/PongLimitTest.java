package io.trunkline.server.internal.frame;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class PongLimitTest {
    private long now;
    private final PongLimit limit = PongLimit.unused(() -> now).ofOneConnection();

    @Test
    void hundredthHeartbeatOfASecondIsAnsweredAndTheNextIsNot() {
        for (int i = 0; i < 100; i++) {
            assertThat(limit.tryAnswer()).isTrue();
        }
        now = TimeUnit.SECONDS.toNanos(1) - 1;
        assertThat(limit.tryAnswer()).isFalse();
    }

    @Test
    void eachConnectionCountsForItself() {
        PongLimit unused = PongLimit.unused(() -> now);
        assertThat(unused.ofOneConnection()).isNotSameAs(unused.ofOneConnection());
        assertThat(limit.ofOneConnection()).isSameAs(limit);
    }

    @Test
    void nextSecondBeginsAnew() {
        for (int i = 0; i < 100; i++) {
            limit.tryAnswer();
        }
        now = TimeUnit.SECONDS.toNanos(1);
        assertThat(limit.tryAnswer()).isTrue();
    }
}
