package io.trunkline.transport.internal;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class BatchClockTest {
    private final AtomicLong machine = new AtomicLong(100);
    private final BatchClock clock = new BatchClock(machine::get);

    @Test
    void outsideOfABatchEveryLookIsARealOne() {
        assertThat(clock.recent()).isEqualTo(100);
        machine.set(107);
        assertThat(clock.recent()).isEqualTo(107);
    }

    @Test
    void withinABatchTheClockIsReadAgainAfterEightAnswers() {
        clock.begin(100);
        machine.set(200);
        for (int i = 0; i < BatchClock.USES; i++) {
            assertThat(clock.recent()).as("answer %d", i).isEqualTo(100);
        }
        assertThat(clock.recent()).isEqualTo(200);
        machine.set(300);
        assertThat(clock.recent()).isEqualTo(200);
    }

    @Test
    void whatWasReadForOneIsGivenToTheNext() {
        clock.begin(100);
        machine.set(150);
        assertThat(clock.now()).isEqualTo(150);
        machine.set(160);
        assertThat(clock.recent()).isEqualTo(150);
    }

    @Test
    void theEndOfABatchEndsItsTime() {
        clock.begin(100);
        clock.end();
        machine.set(500);
        assertThat(clock.recent()).isEqualTo(500);
    }
}
