package io.trunkline.transport.internal;

import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Covers the pauses of faults.md P10. */
class AcceptOutageTest {
    private final AcceptOutage outage = new AcceptOutage();

    @Test
    void pausesDoubleFrom10MillisecondsTo1Second() {
        List<Long> millis = LongStream.range(0, 9)
                .map(i -> outage.failed(0) / 1_000_000)
                .boxed()
                .toList();
        assertThat(millis).containsExactly(10L, 20L, 40L, 80L, 160L, 320L, 640L, 1_000L, 1_000L);
    }

    @Test
    void acceptThatWorksBeginsThePausesAnewAndDoesNotEndTheOutage() {
        outage.failed(0);
        assertThat(outage.isNew()).isTrue();
        outage.failed(0);
        outage.accepted();

        assertThat(outage.isOn()).isTrue();
        assertThat(outage.failed(0)).isEqualTo(Duration.ofMillis(10).toNanos());
        assertThat(outage.isNew()).isFalse();
    }

    @Test
    void outageEndsWithWhatItCostAndTheNextOneIsNew() {
        outage.failed(Long.MAX_VALUE);
        outage.refusedOne();
        outage.failed(Long.MAX_VALUE);
        assertThat(outage.end(Long.MAX_VALUE + 3_000_000_000L)).isEqualTo("failures=2 refused=1 after=3000ms");

        assertThat(outage.isOn()).isFalse();
        assertThat(outage.failed(0)).isEqualTo(Duration.ofMillis(10).toNanos());
        assertThat(outage.isNew()).isTrue();
    }
}
