package io.trunkline.transport.internal;

import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class IdleTimeoutTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final Duration MILLI = Duration.ofMillis(1);

    private final ConnectionRig rig = new ConnectionRig(ConnectionSettings.DEFAULT.withIdleTimeout(TIMEOUT));

    @AfterEach
    void end() {
        rig.close();
    }

    private void passesAllButAMilli(Duration time) {
        rig.pass(time.minus(MILLI));
        assertThat(rig.socket.isClosed()).isFalse();
    }

    private void expectClosed() {
        rig.pass(MILLI);
        rig.turn();
        assertThat(rig.socket.isClosed()).isTrue();
        assertThat(rig.logic.events).endsWith("close IDLE");
    }

    @Test
    @Tag("feature-124")
    void silenceForTheTimeoutEndsTheConnection() {
        passesAllButAMilli(TIMEOUT);
        expectClosed();
    }

    @Test
    void aByteInEitherDirectionBeginsAnewSilence() {
        rig.pass(Duration.ofSeconds(7));
        rig.socket.arrives("x");
        rig.readable();
        passesAllButAMilli(TIMEOUT);
        rig.connection.write(ConnectionRig.text("y"));
        rig.turn();
        passesAllButAMilli(TIMEOUT);
        expectClosed();
    }

    @Test
    void pausesAreNotCountedAndWhatWasBeforeThemIs() {
        rig.pass(Duration.ofSeconds(3));
        rig.connection.pauseReading(PauseReason.USER);
        rig.pass(Duration.ofHours(1));
        rig.connection.resumeReading(PauseReason.USER);
        rig.pass(Duration.ofSeconds(2));
        rig.connection.pauseReading(PauseReason.USER);
        rig.pass(Duration.ofMinutes(1));
        rig.connection.resumeReading(PauseReason.USER);
        assertThat(rig.socket.isClosed()).isFalse();
        passesAllButAMilli(Duration.ofSeconds(5));
        // Looks while the clock stands come once per second, so the last one may be up to that late.
        rig.pass(Duration.ofSeconds(1));
        expectClosed();
    }

    @Test
    void aByteDuringAPauseBeginsASilenceThatStandsStillToo() {
        rig.pass(Duration.ofSeconds(9));
        rig.connection.pauseReading(PauseReason.USER);
        rig.pass(Duration.ofSeconds(5));
        rig.connection.write(ConnectionRig.text("y"));
        rig.turn();
        rig.pass(Duration.ofMinutes(1));
        rig.connection.resumeReading(PauseReason.USER);
        passesAllButAMilli(TIMEOUT);
        rig.pass(Duration.ofSeconds(1));
        expectClosed();
    }

    @Test
    void aConnectionThatEndedOtherwiseLeavesNoDeadline() {
        rig.connection.close();
        rig.turn();
        rig.pass(Duration.ofMinutes(1));
        assertThat(rig.logic.events).containsExactly("open", "close LOCAL");
    }
}
