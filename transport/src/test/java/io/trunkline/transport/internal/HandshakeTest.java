package io.trunkline.transport.internal;

import io.trunkline.ClosedException;
import io.trunkline.transport.CloseReason;
import java.time.Duration;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** A connection before it is open, over a layer that shakes hands first. */
class HandshakeTest {
    private final LayerRig rig = new LayerRig();

    @AfterEach
    void closeRig() {
        rig.close();
    }

    @Test
    void theLogicIsToldOnceTheHandshakeIsOverAndThenOfWhatCameBehindIt() {
        assertThat(rig.socket.takenText()).isEqualTo("HI");
        assertThat(rig.socket.wantsRead()).isTrue();
        rig.arrives("abc");
        assertThat(rig.logic.events).isEmpty();
        assertThat(rig.opening).isEmpty();

        rig.arrives("d!first");
        rig.loop.runUntilIdle();

        assertThat(rig.opening).containsExactly("opened after [open]");
        assertThat(rig.logic.events).containsExactly("open", "bytes first");
        assertThat(rig.connection.isOpen()).isTrue();
    }

    @Test
    void aDelegatedTaskThatEndsOpensTheConnectionWithoutAReadySocket() {
        rig.layer.taskEnds();

        assertThat(rig.opening).containsExactly("opened after [open]");
    }

    @Test
    void writesOfTheHandshakeWaitForWritability() {
        try (LayerRig slow = new LayerRig()) {
            slow.socket.window(0);
            slow.layer.begin(() -> {}); // More to say than the kernel takes.
            slow.arrives("x");
            assertThat(slow.socket.wantsWrite()).isTrue();

            slow.socket.window(100);
            slow.writable();

            assertThat(slow.socket.takenText()).isEqualTo("HIHI");
            assertThat(slow.socket.wantsWrite()).isFalse();
        }
    }

    @Test
    void aHandshakeThatNeverEndsIsEndedByItsDeadlineAndTheLogicHearsNothing() {
        rig.loop.advance(LayerRig.HANDSHAKE.minusNanos(1));
        assertThat(rig.socket.isClosed()).isFalse();

        rig.loop.advance(Duration.ofNanos(1));
        rig.loop.runUntilIdle();

        assertFailed(CloseReason.Kind.HANDSHAKE_TIMEOUT);
    }

    @Test
    void bytesDoNotMoveTheDeadlineOfAHandshake() {
        for (int i = 0; i < 5; i++) {
            rig.loop.advance(LayerRig.HANDSHAKE.dividedBy(5));
            rig.arrives("x");
        }
        rig.loop.runUntilIdle();

        assertFailed(CloseReason.Kind.HANDSHAKE_TIMEOUT);
    }

    @Test
    void theDeadlineIsGoneOnceTheConnectionIsOpen() {
        rig.arrives("!");
        rig.loop.advance(LayerRig.HANDSHAKE.multipliedBy(2));
        rig.loop.runUntilIdle();

        assertThat(rig.connection.isOpen()).isTrue();
        assertThat(rig.loop.loop().deadlineCount()).isZero();
    }

    @Test
    void aHandshakeThatFailsIsAReasonOfItsOwn() {
        rig.layer.fails(new SSLHandshakeException("no cipher in common"));
        rig.readable();
        rig.loop.runUntilIdle();

        assertFailed(CloseReason.Kind.TLS);
        assertThat(rig.connection.closed().toCompletableFuture().join().cause())
                .containsInstanceOf(SSLHandshakeException.class);
    }

    @Test
    void aPeerThatResetsOrEndsInTheHandshakeIsLost() {
        rig.socket.resets();
        rig.readable();
        rig.loop.runUntilIdle();
        assertFailed(CloseReason.Kind.LOST);

        try (LayerRig ended = new LayerRig()) {
            ended.socket.ends();
            ended.readable();
            ended.loop.runUntilIdle();
            assertThat(ended.opening).containsExactly("failed LOST");
        }
    }

    @Test
    void closeInTheHandshakeFailsTheOpeningAndTheLogicHearsNothing() {
        rig.connection.close();
        rig.loop.runUntilIdle();

        assertFailed(CloseReason.Kind.LOCAL);
        rig.layer.taskEnds(); // Late: nothing may come of it.
        rig.loop.runUntilIdle();
        assertFailed(CloseReason.Kind.LOCAL);
    }

    @Test
    void anOrderlyEndInTheHandshakeIsAtOnce() {
        rig.connection.closeAfterWrites(CloseReason.of(CloseReason.Kind.SHUTDOWN, "going"));
        rig.loop.runUntilIdle();

        assertFailed(CloseReason.Kind.SHUTDOWN);
    }

    @Test
    void nothingIsTakenForSendingBeforeTheConnectionIsOpen() {
        assertThatThrownBy(() -> rig.connection.write(ConnectionRig.text("early")))
                .isInstanceOf(ClosedException.class);
        assertThat(rig.connection.isOpen()).isFalse();
    }

    @Test
    void aPauseDoesNotHoldTheHandshakeButWhatComesAfterIt() {
        rig.connection.pauseReading(PauseReason.USER);
        rig.arrives("!late");
        rig.loop.runUntilIdle();
        assertThat(rig.logic.events).containsExactly("open");
        assertThat(rig.socket.wantsRead()).isFalse();

        rig.connection.resumeReading(PauseReason.USER);
        rig.loop.runUntilIdle();

        assertThat(rig.logic.events).containsExactly("open", "bytes late");
    }

    private void assertFailed(CloseReason.Kind kind) {
        assertThat(rig.opening).containsExactly("failed " + kind);
        assertThat(rig.logic.events).isEmpty();
        assertThat(rig.socket.isClosed()).isTrue();
        assertThat(rig.connection.closed().toCompletableFuture().join().kind()).isEqualTo(kind);
    }
}
