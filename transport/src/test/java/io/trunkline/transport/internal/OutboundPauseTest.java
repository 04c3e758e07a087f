package io.trunkline.transport.internal;

import io.trunkline.Overflow;
import io.trunkline.transport.OutboundLimits;
import io.trunkline.transport.SocketOptions;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Promise P6 and fault F12: a peer that does not read is not read. */
class OutboundPauseTest {
    private static final int MARK = OutboundPause.PAUSE_AT;
    private static final int LOW = 16 * 1024;
    private static final OutboundLimits LIMITS =
            new OutboundLimits(LOW, 64 * 1024, 8 * MARK, Duration.ofHours(1), Overflow.FAIL);
    private static final ConnectionSettings SETTINGS = new ConnectionSettings(SocketOptions.DEFAULT, LIMITS);

    private ConnectionRig rig = new ConnectionRig(SETTINGS.asAccepted());

    @AfterEach
    void end() {
        rig.close();
    }

    private void waiting(int bytes) {
        rig.socket.window(0);
        rig.connection.write(ConnectionRig.zeros(bytes));
        rig.turn();
    }

    private void takes(int bytes) {
        rig.socket.window(bytes);
        for (int i = 0; i < 3; i++) {
            rig.writable(); // One flush writes 512 KiB at most.
        }
    }

    @Test
    void anAcceptedPeerIsReadAgainWhenTheLowWatermarkIsReached() {
        waiting(MARK - 1);
        assertThat(rig.socket.wantsRead()).isTrue();
        waiting(1);
        rig.socket.arrives("x");
        rig.readable();
        assertThat(rig.socket.wantsRead()).isFalse();
        assertThat(rig.logic.events).as("what had arrived was handed over").contains("bytes x");

        takes(MARK - LOW - 1);
        assertThat(rig.socket.wantsRead()).isFalse();
        takes(1);
        assertThat(rig.socket.wantsRead()).isTrue();
    }

    @Test
    void theMarkAtTheEndOfAFlushIsEnough() {
        waiting(MARK);
        assertThat(rig.socket.wantsRead()).isFalse();
    }

    @Test
    void aUserWhoResumesReadingDoesNotEndThisPause() {
        waiting(MARK);
        rig.connection.pauseReading(PauseReason.USER);
        rig.connection.resumeReading(PauseReason.USER);
        assertThat(rig.socket.wantsRead()).isFalse();

        rig.connection.pauseReading(PauseReason.USER);
        takes(MARK);
        assertThat(rig.socket.wantsRead())
                .as("nor does this pause end the user's")
                .isFalse();
        rig.connection.resumeReading(PauseReason.USER);
        assertThat(rig.socket.wantsRead()).isTrue();
    }

    @Test
    void aHighWatermarkAboveTheMarkMovesIt() {
        rig.close();
        rig = new ConnectionRig(new ConnectionSettings(
                        SocketOptions.DEFAULT,
                        new OutboundLimits(MARK, 2 * MARK, 8 * MARK, Duration.ofHours(1), Overflow.FAIL))
                .asAccepted());
        waiting(2 * MARK - 1);
        assertThat(rig.socket.wantsRead()).isTrue();
        waiting(1);
        rig.readable();
        assertThat(rig.socket.wantsRead()).isFalse();
    }

    @Test
    void aConnectorNeverPausesForItsOwnBytes() {
        rig.close();
        rig = new ConnectionRig(SETTINGS);
        waiting(7 * MARK);
        rig.socket.arrives("x");
        rig.readable();
        assertThat(rig.socket.wantsRead()).isTrue();
    }
}
