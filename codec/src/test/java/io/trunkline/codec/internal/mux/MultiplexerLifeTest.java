package io.trunkline.codec.internal.mux;

import io.trunkline.Payload;
import org.junit.jupiter.api.Test;

import static io.trunkline.codec.internal.mux.MultiplexerRig.SECOND;
import static io.trunkline.codec.internal.mux.MultiplexerRig.bytes;
import static io.trunkline.codec.internal.mux.MultiplexerRig.closed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** How streams and connections begin, end and say goodbye. */
class MultiplexerLifeTest {
    private final MultiplexerRig rig = new MultiplexerRig();

    @Test
    void endSendsWhatWaitsAndThenCloses() {
        rig.agreeOnCredit();
        rig.create(1, 0);
        rig.mux.write(rig.last(), bytes(5), 0);
        rig.mux.end(rig.last(), 0);
        assertThat(rig.events.takeSent()).isEmpty();
        assertThat(rig.mux.write(rig.last(), bytes(1), 0)).isFalse();
        rig.data(1, 3);

        rig.grant(1, 5);
        assertThat(rig.events.takeSent()).containsExactly("1:5", closed(1));
        assertThat(rig.events.takeEvents()).containsExactly("opened 1 chat", "data 1 3", "closed 1 LOCAL");
        rig.close(1);
        assertThat(rig.events.takeSent()).isEmpty();
        assertThat(rig.last().state()).isEqualTo(StreamState.CLOSED);
        assertThat(rig.mux.counters().ignoredControls()).isZero();
    }

    @Test
    void resetAndThePeersCloseDiscardWhatWaits() {
        rig.agreeOnCredit();
        rig.create(1, 0);
        rig.create(3, 0);
        for (MuxStream stream : rig.events.opened) {
            rig.mux.write(stream, bytes(5), 0);
        }
        rig.mux.reset(rig.events.opened.get(0), "why");
        rig.close(3);

        assertThat(rig.events.takeSent()).containsExactly(closed(1, "why"), closed(3));
        assertThat(rig.events.opened)
                .allSatisfy(stream -> assertThat(stream.waitingBytes()).isZero());
        assertThat(rig.mux.sweep(100 * SECOND)).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void callsOnClosedStreamsDoNothing() {
        rig.create(1);
        MuxStream stream = rig.last();
        rig.close(1);
        rig.events.takeSent();

        assertThat(rig.mux.write(stream, bytes(1), 0)).isFalse();
        rig.mux.end(stream, 0);
        rig.mux.reset(stream, "late");
        rig.mux.hold(stream);
        rig.mux.release(stream);
        assertThat(rig.events.takeSent()).isEmpty();
    }

    @Test
    void theEndOfTheConnectionEndsEveryStreamOnce() {
        rig.create(1);
        rig.open();
        rig.mux.connectionEnded();
        rig.mux.connectionEnded();

        assertThat(rig.events.takeEvents())
                .containsExactlyInAnyOrder("opened 1 chat", "closed 1 CONNECTION_LOST", "closed 2 CONNECTION_LOST");
        assertThat(rig.mux.canOpen()).isFalse();
        assertThatThrownBy(rig::open).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void unansweredClosesAreForgottenBeforeTheyFillTheTable() {
        for (int i = 0; i < 1_000; i++) {
            rig.mux.reset(rig.open(), null);
        }
        assertThat(rig.mux.table().size()).isEqualTo(StreamTable.MAX_AWAITED);
    }

    @Test
    void aWriteIsCutAtTheFrameLimit() {
        rig.create(1);
        rig.mux.write(rig.last(), bytes(1_048_577), 0);

        assertThat(rig.events.takeSent()).containsExactly("1:1048576", "1:1");
    }

    @Test
    void anEmptyWriteIsAnEmptyFrame() {
        rig.agreeOnCredit();
        rig.create(1, 0);
        rig.mux.write(rig.last(), Payload.EMPTY, 0);

        assertThat(rig.events.takeSent()).containsExactly("1:0");
    }

    @Test
    void shutdownIsAnnouncedAndHeard() {
        rig.mux.announceShutdown("Server is shutting down", 30_000);
        assertThat(rig.events.takeSent())
                .containsExactly(
                        "{\"type\":\"server_shutdown\",\"message\":\"Server is shutting down\",\"gracePeriod\":30000}");
        rig.control("{\"type\":\"server_shutdown\",\"message\":\"bye\",\"gracePeriod\":5}");
        assertThat(rig.events.takeEvents()).containsExactly("shutdown bye 5");
    }

    @Test
    void unknownControlTypesAreIgnoredAndCounted() {
        rig.control("{\"type\":\"stream_ping\",\"streamId\":\"x\"}");

        assertThat(rig.mux.counters().ignoredControls()).isEqualTo(1);
        assertThat(rig.events.takeEvents()).isEmpty();
    }

    @Test
    void startComesOnceAndBeforeEverythingElse() {
        Multiplexer fresh = new Multiplexer(MuxRole.CONNECTOR, MuxLimits.DEFAULT, rig.events);

        assertThat(fresh.canOpen()).isFalse();
        assertThatThrownBy(() -> fresh.receive(1, Payload.EMPTY, 0)).isInstanceOf(IllegalStateException.class);
        fresh.start();
        assertThatThrownBy(fresh::start).isInstanceOf(IllegalStateException.class);
    }
}
