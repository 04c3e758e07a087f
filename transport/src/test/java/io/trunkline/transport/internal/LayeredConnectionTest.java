package io.trunkline.transport.internal;

import io.trunkline.transport.CloseReason;
import io.trunkline.transport.SocketOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** An open connection over a layer that holds bytes in both directions, as TLS does. */
class LayeredConnectionTest {
    private final LayerRig rig = LayerRig.open();
    private final List<String> told = new ArrayList<>();

    @AfterEach
    void closeRig() {
        rig.close();
    }

    private void write(String text) {
        rig.connection.write(ConnectionRig.text(text), failure -> told.add(text + " " + failure));
    }

    @Test
    void aCallbackWaitsUntilTheKernelHasWhatTheLayerHolds() {
        rig.socket.window(3);
        write("hello");
        rig.loop.turn();
        assertThat(rig.connection.outboundBytes()).isZero();
        assertThat(told).isEmpty();
        assertThat(rig.socket.wantsWrite()).isTrue();

        rig.socket.window(100);
        rig.writable();

        assertThat(told).containsExactly("hello null");
        assertThat(rig.socket.takenText()).isEqualTo("HIhello");
        assertThat(rig.socket.wantsWrite()).isFalse();
    }

    @Test
    void callbacksComeOneByOneWhileALongQueueFlows() {
        rig.socket.window(20);
        write("aaaaaaaa");
        write("bbbbbbbb");
        write("cccccccc");
        rig.loop.turn();

        assertThat(told).containsExactly("aaaaaaaa null", "bbbbbbbb null");
        rig.socket.window(4);
        rig.writable();
        assertThat(told).hasSize(3);
    }

    @Test
    void aThreadThatIsNotTheLoopOnlyQueues() throws Exception {
        int before = rig.socket.writes();
        Thread elsewhere = new Thread(() -> write("hello"), "elsewhere");
        elsewhere.start();
        elsewhere.join();
        assertThat(rig.socket.writes()).isEqualTo(before);
        assertThat(told).isEmpty();

        rig.loop.runUntilIdle();

        assertThat(told).containsExactly("hello null");
    }

    @Test
    void anEmptyFrameOfAnotherThreadIsToldToo() throws Exception {
        Thread elsewhere = new Thread(() -> write(""), "elsewhere");
        elsewhere.start();
        elsewhere.join();

        rig.loop.runUntilIdle();

        assertThat(told).containsExactly(" null");
    }

    @Test
    void bytesThatOnlyTheLayerHoldsStallToo() {
        rig.socket.window(0);
        write("hello");
        rig.loop.turn();
        assertThat(rig.connection.outboundBytes()).isZero();

        rig.loop.advance(ConnectionRig.STALL);
        rig.loop.runUntilIdle();

        assertThat(rig.logic.events).containsExactly("open", "close WRITE_STALL");
        assertThat(told).hasSize(1);
    }

    @Test
    void aLayerThatLosesAByteAtATimeIsNotStalled() {
        rig.socket.window(0);
        write("hello");
        rig.loop.turn();
        for (int i = 0; i < 4; i++) {
            rig.loop.advance(ConnectionRig.STALL.minusSeconds(1));
            rig.socket.window(1);
            rig.writable();
        }
        rig.loop.runUntilIdle();

        assertThat(rig.connection.isOpen()).isTrue();
    }

    @Test
    void anOrderlyEndWaitsForTheLayerAndThenForThePeer() {
        rig.socket.window(2);
        write("hello");
        rig.connection.closeAfterWrites(CloseReason.of(CloseReason.Kind.LOCAL, "done"));
        rig.loop.turn();
        assertThat(rig.connection.state()).isEqualTo(ConnectionState.DRAINING);

        rig.socket.window(4);
        rig.writable();
        assertThat(rig.connection.state()).isEqualTo(ConnectionState.LINGERING);
        assertThat(rig.socket.takenText()).isEqualTo("HIhelloB");
        assertThat(rig.socket.wantsWrite()).isTrue();
        assertThat(rig.socket.wantsRead()).isTrue();

        rig.socket.ends();
        rig.readable();
        assertThat(rig.socket.isClosed()).isFalse();
        rig.socket.window(100);
        rig.writable();
        rig.loop.runUntilIdle();

        assertThat(rig.socket.takenText()).isEqualTo("HIhelloBYE");
        assertThat(rig.socket.isClosed()).isTrue();
    }

    @Test
    void theLastWordOfALayerIsWaitedForASecondAtMost() {
        rig.socket.window(0);
        rig.connection.closeAfterWrites(CloseReason.of(CloseReason.Kind.LOCAL, "done"));
        rig.loop.turn();
        assertThat(rig.connection.state()).isEqualTo(ConnectionState.LINGERING);

        rig.loop.advance(Duration.ofSeconds(1));
        rig.loop.runUntilIdle();

        assertThat(rig.socket.isClosed()).isTrue();
        assertThat(rig.logic.events).containsExactly("open", "close LOCAL");
    }

    /** Input 109: a handler that never answers, and a peer that said goodbye and keeps its socket open. */
    @Test
    void aPeerThatHasEndedTlsIsClosedAfterFiveSecondsWhateverIsUnderWay() {
        rig.socket.ends();
        rig.readable();
        rig.loop.advance(Duration.ofSeconds(5).minusNanos(1));
        rig.loop.runUntilIdle();
        assertThat(rig.logic.events).containsExactly("open", "end");
        assertThat(rig.connection.isOpen()).as("answers are still taken").isTrue();

        rig.loop.advance(Duration.ofNanos(1));
        rig.loop.runUntilIdle();

        assertThat(rig.logic.events).containsExactly("open", "end", "close REMOTE");
    }

    @Test
    void whereHalfOpenIsAllowedTheHandlerTakesItsTime() {
        try (LayerRig patient =
                new LayerRig(SocketOptions.builder().allowHalfOpen(true).build())) {
            patient.arrives("!");
            patient.socket.ends();
            patient.readable();
            patient.loop.advance(Duration.ofMinutes(1));
            patient.loop.runUntilIdle();

            assertThat(patient.connection.isOpen()).isTrue();
        }
    }

    /** Input 109: what the peer does not read counts too. */
    @Test
    void answersThatAPeerHasEndedWithoutReadingAreGivenUpAfterFiveSeconds() {
        rig.socket.window(0);
        write("answer");
        rig.socket.ends();
        rig.readable();
        rig.connection.closeAfterWrites(CloseReason.of(CloseReason.Kind.LOCAL, "answered"));
        for (int second = 0; second < 5; second++) {
            assertThat(rig.socket.isClosed()).isFalse();
            rig.loop.advance(Duration.ofSeconds(1));
            rig.socket.window(1);
            rig.writable();
        }
        rig.loop.runUntilIdle();

        assertThat(rig.socket.isClosed()).isTrue();
        assertThat(rig.logic.events).containsExactly("open", "end", "close LOCAL");
    }

    @Test
    void bytesLeftInTheLayerAreReadWithoutTheSocketsDoing() {
        rig.connection.pauseReading(PauseReason.USER);
        rig.connection.resumeReading(PauseReason.USER);
        rig.arrives("12345678abcdefgh.");
        rig.loop.runUntilIdle();

        assertThat(rig.logic.events).containsExactly("open", "bytes 12345678", "bytes abcdefgh", "bytes .");
    }

    @Test
    void aPauseInTheMiddleOfARecordBatchIsHonouredAndItsEndBringsTheRest() {
        RecordingLogic logic = rig.logic;
        rig.connection.pauseReading(PauseReason.USER);
        rig.socket.arrives("12345678abcdefgh");
        rig.loop.runUntilIdle();
        assertThat(logic.events).containsExactly("open");

        rig.connection.resumeReading(PauseReason.USER);
        rig.readable();
        rig.loop.runUntilIdle();

        assertThat(logic.events).containsExactly("open", "bytes 12345678", "bytes abcdefgh");
    }

    @Test
    void aLayerThatHasNothingWholeIsNotAskedAgain() {
        rig.loop.runUntilIdle();
        int reads = rig.layer.reads;
        for (int i = 0; i < 10; i++) {
            rig.loop.turn();
        }

        assertThat(rig.layer.reads).isEqualTo(reads);
    }
}
