package io.trunkline.server.internal.broker;

import io.trunkline.server.BrokerOptions;
import io.trunkline.server.internal.broker.Heartbeat.Step;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class HeartbeatTest {
    private static final long START = Long.MAX_VALUE - 5;
    private final Heartbeat heartbeat = new Heartbeat(BrokerOptions.defaults(), START);

    private static long after(double seconds) {
        return START + (long) (seconds * TimeUnit.SECONDS.toNanos(1));
    }

    @Test
    void silentPeerIsPingedOnceAndThenDead() {
        assertThat(heartbeat.nextStepAt()).isEqualTo(after(30));
        assertThat(heartbeat.step(after(29.999))).isEqualTo(Step.WAIT);
        assertThat(heartbeat.step(after(30))).isEqualTo(Step.PING);
        assertThat(heartbeat.nextStepAt()).isEqualTo(after(60));
        assertThat(heartbeat.step(after(59.999))).isEqualTo(Step.WAIT);
        assertThat(heartbeat.step(after(60))).isEqualTo(Step.DEAD);
    }

    @Test
    void anySignBeginsANewSilentPeriod() {
        assertThat(heartbeat.step(after(30))).isEqualTo(Step.PING);
        heartbeat.sign(after(31));
        assertThat(heartbeat.step(after(60.999))).isEqualTo(Step.WAIT);
        assertThat(heartbeat.step(after(61))).isEqualTo(Step.PING);
        assertThat(heartbeat.step(after(91))).isEqualTo(Step.DEAD);
    }
}
