package io.trunkline.transport.internal;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class SelectOutageTest {
    private static final long CALM = TimeUnit.SECONDS.toNanos(10);

    private final SelectOutage outage = new SelectOutage();

    @Test
    void onlyTheFirstFailureOfAnOutageIsNews() {
        assertThat(outage.isOn()).isFalse();
        assertThat(outage.failed(0)).isTrue();
        for (int i = 1; i < 1_000; i++) {
            assertThat(outage.failed(i)).isFalse();
        }
        assertThat(outage.isOn()).isTrue();
    }

    @Test
    void itEndsAfterTenSecondsWithoutAFailureAndSaysHowManyThereWere() {
        outage.failed(0);
        outage.failed(5);
        assertThat(outage.worked(5 + CALM - 1)).isZero();
        assertThat(outage.worked(5 + CALM)).isEqualTo(2);
        assertThat(outage.isOn()).isFalse();
        assertThat(outage.failed(6 + CALM)).as("another outage").isTrue();
    }

    @Test
    void goodSelectBetweenBadOnesEndsNothing() {
        outage.failed(0);
        assertThat(outage.worked(1)).isZero();
        assertThat(outage.failed(2)).isFalse();
    }
}
