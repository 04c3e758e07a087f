package io.trunkline.server.internal.observe;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class HandlerTimesTest {
    private final HandlerTimes times = new HandlerTimes();

    @Test
    void loopsAndWorkersAreAddedUp() {
        times.on("one").add(5);
        times.on("one").add(2);
        times.on("two").add(40);
        times.add(3);
        assertThat(times.calls()).isEqualTo(4);
        assertThat(times.nanos()).isEqualTo(50);
        assertThat(times.maxNanos()).isEqualTo(40);
    }

    @Test
    void longestMayHaveRunElsewhere() {
        times.on("one").add(5);
        times.add(7);
        times.add(6);
        assertThat(times.maxNanos()).isEqualTo(7);
    }

    @Test
    void beginsWithZero() {
        assertThat(times.calls()).isZero();
        assertThat(times.nanos()).isZero();
        assertThat(times.maxNanos()).isZero();
    }
}
