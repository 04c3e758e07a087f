package io.trunkline.codec.internal.mux;

import io.trunkline.FrameException;
import io.trunkline.Payload;
import java.time.Duration;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

import static io.trunkline.codec.internal.mux.MultiplexerRig.SECOND;
import static io.trunkline.codec.internal.mux.MultiplexerRig.closed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What a peer may not do often, and what it may do however odd it looks. */
class MultiplexerAbuseTest {
    private final MultiplexerRig rig = new MultiplexerRig();

    @Test
    void row76TheStreams200ResetsMayMakeIn30SecondsAreCounted() {
        for (int i = 0; i < 200; i++) {
            rig.create(1);
            rig.close(1);
        }
        rig.create(1);
        assertThatThrownBy(() -> rig.close(1)).isInstanceOfSatisfying(FrameException.class, e -> {
            assertThat(e.reason()).isEqualTo("TOO_MANY_STREAMS");
            assertThat(e.limit()).isEqualTo(200);
            assertThat(e.actual()).isEqualTo(201);
        });
        assertThat(rig.mux.counters().resets()).isEqualTo(201);
    }

    @Test
    void row76SlowResetsAreLegalForEver() {
        for (int i = 0; i < 1_000; i++) {
            long now = i * 30L * SECOND / 200;
            rig.mux.receive(0, Payload.ofText("{\"type\":\"stream_create\",\"streamId\":1,\"streamType\":\"x\"}"), now);
            rig.mux.receive(0, Payload.ofText(closed(1)), now);
        }
        assertThat(rig.mux.counters().resets()).isEqualTo(1_000);
    }

    @Test
    void row76StreamsThatCarriedDataAreNoResets() {
        for (int i = 0; i < 1_000; i++) {
            rig.create(1);
            rig.data(1, 1);
            rig.mux.consumed(rig.last(), 1);
            rig.close(1);
        }
        assertThat(rig.mux.counters().resets()).isZero();
    }

    @Test
    void row76AnEmptyFrameIsNoData() {
        rig.create(1);
        rig.data(1, 0);
        rig.close(1);
        assertThat(rig.mux.counters().resets()).isEqualTo(1);
    }

    @Test
    void row76ACloseWithAReasonIsAResetWhateverTheStreamCarried() {
        rig.create(1);
        rig.data(1, 1);
        rig.control("{\"type\":\"stream_close\",\"streamId\":1,\"reason\":\"no\"}");
        assertThat(rig.mux.counters().resets()).isEqualTo(1);
    }

    @Test
    void row76TheCloseOfAStreamOfOursIsNoReset() {
        rig.mux.open("t", Payload.ofText("{}"));
        rig.close(2);
        assertThat(rig.mux.counters().resets()).isZero();
    }

    @Test
    void row76HandlersThatStillRunKeepTheirStreamsPlaces() {
        LongStream.rangeClosed(1, 100).forEach(id -> {
            rig.create(id);
            rig.mux.hold(rig.last());
            rig.close(id);
        });
        rig.create(101);
        assertThat(rig.events.takeSent()).endsWith(closed(101, "TOO_MANY_STREAMS"));

        rig.mux.release(rig.events.opened.get(0));
        rig.mux.release(rig.events.opened.get(0));
        rig.create(102);
        rig.create(103);
        assertThat(rig.events.opened).hasSize(101);
    }

    @Test
    void aHoldThatEndsBeforeItsStreamChangesNothing() {
        rig.mux = rig.started(
                MuxRole.ACCEPTOR, new MuxLimits(1, 4, 8, 1_000, 200, Duration.ofSeconds(30), Duration.ofSeconds(10)));
        rig.create(1);
        rig.mux.hold(rig.last());
        rig.mux.release(rig.last());
        rig.create(3);
        assertThat(rig.mux.counters().refusedStreams()).isEqualTo(1);
        rig.close(1);
        rig.create(3);
        assertThat(rig.mux.openStreams()).isEqualTo(1);
    }

    @Test
    void row79AnIdMayComeBackRightAfterItsCloseAndIdsMayGoBackwards() {
        rig.create(9);
        rig.create(3);
        rig.close(9);
        rig.create(9);
        rig.data(9, 2);

        assertThat(rig.events.takeEvents())
                .containsExactly("opened 9 chat", "opened 3 chat", "closed 9 PEER", "opened 9 chat", "data 9 2");
    }

    @Test
    void row79APeerMayUseAnIdAgainAfterOurCloseWithoutAnsweringIt() {
        rig.create(1);
        MuxStream first = rig.last();
        rig.mux.reset(first, "done");
        rig.create(1);

        assertThat(rig.last()).isNotSameAs(first);
        assertThat(first.state()).isEqualTo(StreamState.CLOSED);
        assertThat(rig.mux.openStreams()).isEqualTo(1);
    }

    @Test
    void aCreateForAnIdThatThePeerHasOpenIsAProtocolError() {
        rig.create(1);

        assertThatThrownBy(() -> rig.create(1))
                .isInstanceOfSatisfying(
                        FrameException.class, e -> assertThat(e.reason()).isEqualTo("MALFORMED_CONTROL"));
    }

    @Test
    void aCreateForAnIdThatWeOpenedFailsThatOneStream() {
        MuxStream ours = rig.open();
        rig.open();
        rig.events.takeSent();
        rig.create(2);
        rig.data(2, 1);
        rig.close(2);
        rig.data(4, 1);

        assertThat(ours.isLive()).isFalse();
        assertThat(rig.events.takeSent()).containsExactly(closed(2, "CONFLICT"));
        assertThat(rig.events.takeEvents()).containsExactly("closed 2 COLLISION CONFLICT", "data 4 1");
        assertThat(rig.mux.counters().collisions()).isEqualTo(1);
    }
}
