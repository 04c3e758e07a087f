package io.trunkline.transport.internal;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class OutageLogTest {
    private long now = Long.MAX_VALUE - 5; // Clocks wrap.
    private final OutageLog log = new OutageLog(() -> now);

    @Test
    void firstEventHasALineAndThoseOfTheNextTenSecondsAreCounted() {
        assertThat(log.next()).isZero();
        now += TimeUnit.SECONDS.toNanos(10) - 1;
        assertThat(log.next()).isEqualTo(OutageLog.SILENT);
        assertThat(log.next()).isEqualTo(OutageLog.SILENT);
        now++;
        assertThat(log.next()).isEqualTo(2);
        assertThat(log.next()).isEqualTo(OutageLog.SILENT);
    }

    @Test
    void eventAfterALongSilenceHasItsLineAtOnce() {
        log.next();
        now += TimeUnit.HOURS.toNanos(1);
        assertThat(log.next()).isZero();
    }
}
