package io.trunkline.codec.internal.mux;

import io.trunkline.FrameException;
import io.trunkline.Payload;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static io.trunkline.codec.internal.mux.MultiplexerRig.KNOWS_CREDIT;
import static io.trunkline.codec.internal.mux.MultiplexerRig.SECOND;
import static io.trunkline.codec.internal.mux.MultiplexerRig.bytes;
import static io.trunkline.codec.internal.mux.MultiplexerRig.closed;
import static io.trunkline.codec.internal.mux.MultiplexerRig.created;
import static io.trunkline.codec.internal.mux.MultiplexerRig.granted;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What waits, who may send how much, and when reading stops. */
class MultiplexerCreditTest {
    private final MultiplexerRig rig = new MultiplexerRig();

    @Test
    void row73WithoutCreditAFullQueuePausesReadingUntilHalfOfItIsConsumed() {
        rig.create(1);
        rig.data(1, 65_535);
        assertThat(rig.events.isPaused()).isFalse();
        rig.data(1, 1);
        assertThat(rig.events.isPaused()).isTrue();

        rig.mux.consumed(rig.last(), 32_767);
        assertThat(rig.events.isPaused()).isTrue();
        rig.mux.consumed(rig.last(), 1);
        assertThat(rig.events.isPaused()).isFalse();
        assertThat(rig.events.takeSent()).isEmpty();
    }

    @Test
    void row73AStreamThatFillsAllMemoryIsClosed() {
        rig.create(1);
        rig.data(1, 1_048_576);
        rig.data(1, 1_048_576);
        assertThat(rig.last().isLive()).isTrue();

        rig.data(1, 1);
        assertThat(rig.events.takeSent()).containsExactly(closed(1, "STREAM_TOO_LARGE"));
        assertThat(rig.events.takeEvents()).endsWith("closed 1 PEER_ERROR STREAM_TOO_LARGE");
    }

    @Test
    void bytesOfAClosedStreamStayChargedUntilTheyAreConsumed() {
        rig.create(1);
        MuxStream stream = rig.last();
        rig.data(1, 1_048_576);
        rig.close(1);
        assertThat(rig.events.isPaused()).isTrue();
        assertThat(stream.unconsumed()).isEqualTo(1_048_576);

        rig.mux.consumed(stream, 1_048_576);
        assertThat(rig.events.isPaused()).isFalse();
        assertThat(rig.events.takeSent()).containsExactly(closed(1));
    }

    @Test
    void theConnectionsWindowPausesReadingOverAllStreams() {
        rig.mux = rig.started(
                MuxRole.ACCEPTOR,
                new MuxLimits(100, 65_536, 100_000, 65_536, 200, Duration.ofSeconds(30), Duration.ofSeconds(10)));
        rig.create(1);
        rig.create(2);
        rig.data(1, 50_000);
        rig.data(2, 49_999);
        assertThat(rig.events.isPaused()).isFalse();
        rig.data(2, 1);
        assertThat(rig.events.isPaused()).isTrue();

        rig.mux.consumed(rig.events.opened.get(0), 50_000);
        assertThat(rig.events.isPaused()).isFalse();
    }

    @Test
    void consumingMoreThanArrivedIsAMistakeOfTheCaller() {
        rig.create(1);
        rig.data(1, 5);

        assertThatThrownBy(() -> rig.mux.consumed(rig.last(), 6)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> rig.mux.consumed(rig.last(), -1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aConnectorSaysFirstThatItKnowsCreditAndUsesItOnlyAfterTheAnswer() {
        rig.mux = rig.started(MuxRole.CONNECTOR, MuxLimits.DEFAULT);
        assertThat(rig.events.takeSent()).containsExactly(KNOWS_CREDIT);
        MuxStream before = rig.open();
        rig.control(KNOWS_CREDIT);
        MuxStream after = rig.open();

        assertThat(before.isCredited()).isFalse();
        assertThat(after.isCredited()).isTrue();
        assertThat(rig.events.takeSent()).containsExactly(created(1, ""), created(3, ",\"window\":65536"));
    }

    @Test
    void anAcceptorSaysItOnceAndOnlyInAnswer() {
        assertThat(rig.events.takeSent()).isEmpty();
        rig.control(KNOWS_CREDIT);
        rig.control(KNOWS_CREDIT);

        assertThat(rig.events.takeSent()).containsExactly(KNOWS_CREDIT);
    }

    @Test
    void aWindowFromAPeerThatWasNotToldOfCreditIsIgnored() {
        rig.create(1, 1);

        assertThat(rig.last().isCredited()).isFalse();
    }

    @Test
    void theCreatorOfAStreamMaySend65536BytesAndTheRestWaitsForAGrant() {
        rig.agreeOnCredit();
        MuxStream stream = rig.open();
        rig.events.takeSent();

        rig.mux.write(stream, bytes(65_536), 0);
        assertThat(rig.events.takeSent()).containsExactly("2:65536");
        rig.mux.write(stream, bytes(10), 0);
        assertThat(rig.events.takeSent()).isEmpty();
        assertThat(stream.waitingBytes()).isEqualTo(10);

        rig.grant(2, 4);
        assertThat(rig.events.takeSent()).containsExactly("2:4");
        assertThat(rig.events.takeEvents()).isEmpty();
        rig.grant(2, 100);
        assertThat(rig.events.takeSent()).containsExactly("2:6");
        assertThat(rig.events.takeEvents()).containsExactly("writable 2");
    }

    @Test
    void theReceiverOfAStreamMaySendItsWindow() {
        rig.agreeOnCredit();
        rig.create(1, 7);

        rig.mux.write(rig.last(), bytes(10), 0);
        assertThat(rig.events.takeSent()).containsExactly("1:7");
    }

    @Test
    void consumingHalfAWindowGrantsItAgain() {
        rig.agreeOnCredit();
        rig.create(1, 0);
        rig.data(1, 65_536);
        rig.mux.consumed(rig.last(), 32_767);
        assertThat(rig.events.takeSent()).isEmpty();

        rig.mux.consumed(rig.last(), 1);
        assertThat(rig.events.takeSent()).containsExactly(granted(1, 32_768));
        rig.data(1, 32_768);
        assertThat(rig.last().isLive()).isTrue();
    }

    @Test
    void grantsOfAllStreamsTogetherStayWithinTheConnectionsWindow() {
        rig.agreeOnCredit();
        long granted = 0;
        for (int i = 0; i < 100; i++) {
            MuxStream stream = rig.open();
            granted += stream.in().allowance();
            if (i < 90) {
                assertThat(stream.in().allowance()).as("stream %d", i).isPositive();
            }
        }
        assertThat(granted).isLessThanOrEqualTo(1_048_576).isGreaterThan(1_000_000);
    }

    @Test
    void aStreamThatGotNoWindowGetsItsGrantWhenAnotherEnds() {
        rig.mux = rig.started(
                MuxRole.ACCEPTOR, new MuxLimits(100, 4, 8, 1_000, 200, Duration.ofSeconds(30), Duration.ofSeconds(10)));
        rig.agreeOnCredit();
        MuxStream rich = rig.open();
        MuxStream poor = rig.open();
        assertThat(rich.in().allowance()).isEqualTo(1);
        assertThat(poor.in().allowance()).isZero();
        rig.events.takeSent();

        rig.mux.reset(rich, null);
        assertThat(rig.events.takeSent()).containsExactly(closed(2), granted(4, 1));
    }

    @Test
    void row74DataBeyondTheWindowEndsTheStreamAndTheSecondTimeTheConnection() {
        rig.agreeOnCredit();
        rig.create(1, 0);
        rig.create(3, 0);
        rig.create(5, 0);
        rig.data(1, 65_536);
        rig.data(1, 1);
        assertThat(rig.events.takeSent()).containsExactly(closed(1, "FLOW_CONTROL"));
        assertThat(rig.events.takeEvents()).endsWith("data 1 65536", "closed 1 PEER_ERROR FLOW_CONTROL");

        assertThatThrownBy(() -> rig.data(3, 65_537)).isInstanceOfSatisfying(FrameException.class, e -> {
            assertThat(e.reason()).isEqualTo("FLOW_CONTROL");
            assertThat(e.limit()).isEqualTo(65_536);
            assertThat(e.actual()).isEqualTo(65_537);
        });
        assertThat(rig.events.takeEvents())
                .containsExactlyInAnyOrder("closed 3 CONNECTION_LOST", "closed 5 CONNECTION_LOST");
        assertThat(rig.mux.counters().flowErrors()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1, 2_147_483_641, Long.MAX_VALUE})
    void row75AGrantOfNothingOrOfTooMuchEndsTheStream(long credit) {
        rig.agreeOnCredit();
        rig.create(1, 7);
        rig.grant(1, credit);

        assertThat(rig.events.takeSent()).containsExactly(closed(1, "FLOW_CONTROL"));
        rig.create(3, 7);
        assertThat(rig.last().isLive()).isTrue();
    }

    @Test
    void row75AGrantUpTo2147483647IsTaken() {
        rig.agreeOnCredit();
        rig.create(1, 7);
        rig.grant(1, 2_147_483_640);
        assertThat(rig.last().isLive()).isTrue();

        rig.grant(1, 1);
        assertThat(rig.last().isLive()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, 2_147_483_648L})
    void row75AWindowOutOfRangeRefusesTheStream(long window) {
        rig.agreeOnCredit();
        rig.create(1, window);

        assertThat(rig.events.takeSent()).containsExactly(closed(1, "FLOW_CONTROL"));
        assertThat(rig.events.opened).isEmpty();
    }

    @Test
    void row77AStreamThatGetsNoCreditIsClosedAtTheWriteStallAndOthersFlow() {
        rig.agreeOnCredit();
        rig.create(1, 0);
        MuxStream stuck = rig.last();
        rig.create(3, 1_000);
        rig.mux.write(stuck, bytes(5), 0);
        assertThat(rig.mux.sweep(0)).isEqualTo(10 * SECOND);
        rig.mux.write(rig.last(), bytes(5), SECOND);

        assertThat(rig.mux.sweep(10 * SECOND - 1)).isEqualTo(1);
        assertThat(stuck.isLive()).isTrue();
        assertThat(rig.mux.sweep(10 * SECOND)).isEqualTo(Long.MAX_VALUE);
        assertThat(rig.events.takeSent()).containsExactly("3:5", closed(1, "WRITE_STALL"));
        assertThat(rig.events.takeEvents()).endsWith("closed 1 STALLED WRITE_STALL");
        assertThat(rig.last().isLive()).isTrue();
    }

    @Test
    void row77ProgressStartsTheWriteStallAgain() {
        rig.agreeOnCredit();
        rig.create(1, 0);
        rig.mux.write(rig.last(), bytes(5), 0);
        rig.mux.receive(0, Payload.ofText(granted(1, 1)), 9 * SECOND);

        assertThat(rig.mux.sweep(10 * SECOND)).isEqualTo(9 * SECOND);
        assertThat(rig.last().isLive()).isTrue();
    }
}
