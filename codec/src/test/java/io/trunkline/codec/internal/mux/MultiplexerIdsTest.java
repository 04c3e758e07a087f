package io.trunkline.codec.internal.mux;

import io.trunkline.FrameException;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static io.trunkline.codec.internal.mux.MultiplexerRig.closed;
import static io.trunkline.codec.internal.mux.MultiplexerRig.created;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Which ids streams have, and what happens at those that are not open. */
class MultiplexerIdsTest {
    private final MultiplexerRig rig = new MultiplexerRig();

    @Test
    void aConnectorCountsFrom1AndAnAcceptorFrom2() {
        assertThat(List.of(rig.open().id(), rig.open().id(), rig.open().id())).containsExactly(2L, 4L, 6L);
        rig.mux = rig.started(MuxRole.CONNECTOR, MuxLimits.DEFAULT);
        assertThat(List.of(rig.open().id(), rig.open().id(), rig.open().id())).containsExactly(1L, 3L, 5L);
    }

    @Test
    void idsWrapAndPassOverThoseInUse() {
        rig.open();
        rig.create(4);
        rig.mux.table().nextId(0xFFFF_FFFEL);

        assertThat(rig.open().id()).isEqualTo(0xFFFF_FFFEL);
        assertThat(rig.open().id()).isEqualTo(6);
    }

    @Test
    void aConnectorsIdsWrapToo() {
        rig.mux = rig.started(MuxRole.CONNECTOR, MuxLimits.DEFAULT);
        rig.mux.table().nextId(0xFFFF_FFFFL);

        assertThat(rig.open().id()).isEqualTo(0xFFFF_FFFFL);
        assertThat(rig.open().id()).isEqualTo(1);
    }

    @Test
    void anIdOfOursIsNotUsedAgainBeforeItsCloseWasAnswered() {
        MuxStream first = rig.open();
        rig.mux.reset(first, null);
        rig.mux.table().nextId(2);
        assertThat(rig.open().id()).isEqualTo(4);

        rig.close(2);
        rig.mux.table().nextId(2);
        assertThat(rig.open().id()).isEqualTo(2);
        assertThat(first.state()).isEqualTo(StreamState.CLOSED);
    }

    @ParameterizedTest
    @ValueSource(longs = {0x8000_0000L, 0xFFFF_FFFFL, 1, 2})
    void row70HighIdsAreOrdinary(long id) {
        rig.create(id);
        rig.data(id, 3);
        rig.close(id);

        assertThat(rig.events.takeEvents())
                .containsExactly("opened " + id + " chat", "data " + id + " 3", "closed " + id + " PEER");
        assertThat(rig.events.takeSent()).containsExactly(closed(id));
    }

    @ParameterizedTest
    @ValueSource(strings = {"hello", "", "[]", "{}", "{\"type\":1}", "{\"type\":\"stream_close\",\"streamId\":0}"})
    void row70DataOnStream0ThatIsNoControlMessageEndsTheConnection(String body) {
        rig.create(1);
        long before = 8 + created(1, "").length() + 1L;

        assertThatThrownBy(() -> rig.control(body)).isInstanceOfSatisfying(FrameException.class, e -> {
            assertThat(e.reason()).isEqualTo("MALFORMED_CONTROL");
            assertThat(e.offset()).isEqualTo(before + 8);
        });
        assertThat(rig.events.takeEvents()).containsExactly("opened 1 chat", "closed 1 CONNECTION_LOST");
        assertThatThrownBy(() -> rig.data(1, 1)).isInstanceOf(IllegalStateException.class);
        assertThat(rig.events.takeSent()).isEmpty();
    }

    @Test
    void row71DataAndEndsForStreamsThatAreNotOpenAreDroppedAndCounted() {
        rig.create(1);
        rig.close(1);
        rig.data(1, 10);
        rig.data(7, 5);
        rig.close(1);
        rig.close(9);
        rig.grant(9, 5);

        assertThat(rig.events.takeEvents()).containsExactly("opened 1 chat", "closed 1 PEER");
        assertThat(rig.events.takeSent()).containsExactly(closed(1));
        assertThat(rig.mux.counters().droppedFrames()).isEqualTo(2);
        assertThat(rig.mux.counters().droppedBytes()).isEqualTo(15);
        assertThat(rig.mux.counters().ignoredControls()).isEqualTo(3);
    }

    @Test
    void row72StreamsBeyondTheLimitAreRefusedAndTheRestLive() {
        LongStream.rangeClosed(1, 5_000).forEach(rig::create);

        assertThat(rig.mux.openStreams()).isEqualTo(100);
        assertThat(rig.mux.counters().refusedStreams()).isEqualTo(4_900);
        assertThat(rig.events.sent).hasSize(4_900);
        assertThat(rig.events.takeSent()).startsWith(closed(101, "TOO_MANY_STREAMS"));
        rig.close(50);
        rig.create(6_000);
        assertThat(rig.mux.openStreams()).isEqualTo(100);
        assertThat(rig.mux.counters().refusedStreams()).isEqualTo(4_900);
    }

    @Test
    void ourOwnStreamsHaveALimitOfTheirOwn() {
        LongStream.range(0, 100).forEach(i -> rig.open());

        assertThat(rig.mux.canOpen()).isFalse();
        assertThatThrownBy(rig::open).isInstanceOf(IllegalStateException.class).hasMessageContaining("100");
        rig.create(1);
        assertThat(rig.mux.openStreams()).isEqualTo(101);
        rig.close(2);
        assertThat(rig.mux.canOpen()).isTrue();
    }
}
