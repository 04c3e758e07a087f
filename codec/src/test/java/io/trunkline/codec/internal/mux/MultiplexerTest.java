package io.trunkline.codec.internal.mux;

import io.trunkline.FrameException;
import io.trunkline.Payload;
import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class MultiplexerTest {
    private static final String KNOWS_CREDIT = "{\"type\":\"stream_window\",\"streamId\":0,\"credit\":0}";
    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    private final RecordingEvents events = new RecordingEvents();
    private Multiplexer mux = started(MuxRole.ACCEPTOR, MuxLimits.DEFAULT);

    private Multiplexer started(MuxRole role, MuxLimits limits) {
        Multiplexer made = new Multiplexer(role, limits, events);
        made.start();
        return made;
    }

    private void control(String json) {
        mux.receive(0, Payload.ofText(json), 0);
    }

    private void create(long id) {
        control("{\"type\":\"stream_create\",\"streamId\":" + id + ",\"streamType\":\"chat\",\"metadata\":{}}");
    }

    private void create(long id, long window) {
        control("{\"type\":\"stream_create\",\"streamId\":" + id + ",\"streamType\":\"chat\",\"window\":" + window
                + "}");
    }

    private void close(long id) {
        control("{\"type\":\"stream_close\",\"streamId\":" + id + "}");
    }

    private void grant(long id, long credit) {
        control("{\"type\":\"stream_window\",\"streamId\":" + id + ",\"credit\":" + credit + "}");
    }

    private void data(long id, int size) {
        mux.receive(id, bytes(size), 0);
    }

    private static Payload bytes(int size) {
        return Payload.wrap(new byte[size]);
    }

    private static String closed(long id) {
        return "{\"type\":\"stream_close\",\"streamId\":" + id + "}";
    }

    private static String closed(long id, String reason) {
        return "{\"type\":\"stream_close\",\"streamId\":" + id + ",\"reason\":\"" + reason + "\"}";
    }

    private static String granted(long id, long credit) {
        return "{\"type\":\"stream_window\",\"streamId\":" + id + ",\"credit\":" + credit + "}";
    }

    private static String created(long id, String tail) {
        return "{\"type\":\"stream_create\",\"streamId\":" + id + ",\"streamType\":\"own\",\"metadata\":{}" + tail
                + "}";
    }

    private MuxStream open() {
        return mux.open("own", StreamControl.NO_METADATA);
    }

    private MuxStream last() {
        return events.opened.get(events.opened.size() - 1);
    }

    /** An acceptor whose peer knows credit. */
    private void agreeOnCredit() {
        control(KNOWS_CREDIT);
        assertThat(events.takeSent()).containsExactly(KNOWS_CREDIT);
    }

    // ---- ids

    @Test
    void aConnectorCountsFrom1AndAnAcceptorFrom2() {
        assertThat(List.of(open().id(), open().id(), open().id())).containsExactly(2L, 4L, 6L);
        mux = started(MuxRole.CONNECTOR, MuxLimits.DEFAULT);
        assertThat(List.of(open().id(), open().id(), open().id())).containsExactly(1L, 3L, 5L);
    }

    @Test
    void idsWrapAndPassOverThoseInUse() {
        open();
        create(4);
        mux.table().nextId(0xFFFF_FFFEL);

        assertThat(open().id()).isEqualTo(0xFFFF_FFFEL);
        assertThat(open().id()).isEqualTo(6);
    }

    @Test
    void aConnectorsIdsWrapToo() {
        mux = started(MuxRole.CONNECTOR, MuxLimits.DEFAULT);
        mux.table().nextId(0xFFFF_FFFFL);

        assertThat(open().id()).isEqualTo(0xFFFF_FFFFL);
        assertThat(open().id()).isEqualTo(1);
    }

    @Test
    void anIdOfOursIsNotUsedAgainBeforeItsCloseWasAnswered() {
        MuxStream first = open();
        mux.reset(first, null);
        mux.table().nextId(2);
        assertThat(open().id()).isEqualTo(4);

        close(2);
        mux.table().nextId(2);
        assertThat(open().id()).isEqualTo(2);
        assertThat(first.state()).isEqualTo(StreamState.CLOSED);
    }

    @ParameterizedTest
    @ValueSource(longs = {0x8000_0000L, 0xFFFF_FFFFL, 1, 2})
    void row70HighIdsAreOrdinary(long id) {
        create(id);
        data(id, 3);
        close(id);

        assertThat(events.takeEvents())
                .containsExactly("opened " + id + " chat", "data " + id + " 3", "closed " + id + " PEER");
        assertThat(events.takeSent()).containsExactly(closed(id));
    }

    @ParameterizedTest
    @ValueSource(strings = {"hello", "", "[]", "{}", "{\"type\":1}", "{\"type\":\"stream_close\",\"streamId\":0}"})
    void row70DataOnStream0ThatIsNoControlMessageEndsTheConnection(String body) {
        create(1);
        long before = 8 + created(1, "").length() + 1L;

        assertThatThrownBy(() -> control(body)).isInstanceOfSatisfying(FrameException.class, e -> {
            assertThat(e.reason()).isEqualTo("MALFORMED_CONTROL");
            assertThat(e.offset()).isEqualTo(before + 8);
        });
        assertThat(events.takeEvents()).containsExactly("opened 1 chat", "closed 1 CONNECTION_LOST");
        assertThatThrownBy(() -> data(1, 1)).isInstanceOf(IllegalStateException.class);
        assertThat(events.takeSent()).isEmpty();
    }

    @Test
    void row71DataAndEndsForStreamsThatAreNotOpenAreDroppedAndCounted() {
        create(1);
        close(1);
        data(1, 10);
        data(7, 5);
        close(1);
        close(9);
        grant(9, 5);

        assertThat(events.takeEvents()).containsExactly("opened 1 chat", "closed 1 PEER");
        assertThat(events.takeSent()).containsExactly(closed(1));
        assertThat(mux.counters().droppedFrames()).isEqualTo(2);
        assertThat(mux.counters().droppedBytes()).isEqualTo(15);
        assertThat(mux.counters().ignoredControls()).isEqualTo(3);
    }

    @Test
    void row72StreamsBeyondTheLimitAreRefusedAndTheRestLive() {
        LongStream.rangeClosed(1, 5_000).forEach(this::create);

        assertThat(mux.openStreams()).isEqualTo(100);
        assertThat(mux.counters().refusedStreams()).isEqualTo(4_900);
        assertThat(events.sent).hasSize(4_900);
        assertThat(events.takeSent()).startsWith(closed(101, "TOO_MANY_STREAMS"));
        close(50);
        create(6_000);
        assertThat(mux.openStreams()).isEqualTo(100);
        assertThat(mux.counters().refusedStreams()).isEqualTo(4_900);
    }

    @Test
    void ourOwnStreamsHaveALimitOfTheirOwn() {
        LongStream.range(0, 100).forEach(i -> open());

        assertThat(mux.canOpen()).isFalse();
        assertThatThrownBy(this::open).isInstanceOf(IllegalStateException.class).hasMessageContaining("100");
        create(1);
        assertThat(mux.openStreams()).isEqualTo(101);
        close(2);
        assertThat(mux.canOpen()).isTrue();
    }

    // ---- memory

    @Test
    void row73WithoutCreditAFullQueuePausesReadingUntilHalfOfItIsConsumed() {
        create(1);
        data(1, 65_535);
        assertThat(events.isPaused()).isFalse();
        data(1, 1);
        assertThat(events.isPaused()).isTrue();

        mux.consumed(last(), 32_767);
        assertThat(events.isPaused()).isTrue();
        mux.consumed(last(), 1);
        assertThat(events.isPaused()).isFalse();
        assertThat(events.takeSent()).isEmpty();
    }

    @Test
    void row73AStreamThatFillsAllMemoryIsClosed() {
        create(1);
        data(1, 1_048_576);
        data(1, 1_048_576);
        assertThat(last().isLive()).isTrue();

        data(1, 1);
        assertThat(events.takeSent()).containsExactly(closed(1, "STREAM_TOO_LARGE"));
        assertThat(events.takeEvents()).endsWith("closed 1 PEER_ERROR STREAM_TOO_LARGE");
    }

    @Test
    void bytesOfAClosedStreamStayChargedUntilTheyAreConsumed() {
        create(1);
        MuxStream stream = last();
        data(1, 1_048_576);
        close(1);
        assertThat(events.isPaused()).isTrue();
        assertThat(stream.unconsumed()).isEqualTo(1_048_576);

        mux.consumed(stream, 1_048_576);
        assertThat(events.isPaused()).isFalse();
        assertThat(events.takeSent()).containsExactly(closed(1));
    }

    @Test
    void theConnectionsWindowPausesReadingOverAllStreams() {
        mux = started(
                MuxRole.ACCEPTOR,
                new MuxLimits(100, 65_536, 100_000, 65_536, 200, Duration.ofSeconds(30), Duration.ofSeconds(10)));
        create(1);
        create(2);
        data(1, 50_000);
        data(2, 49_999);
        assertThat(events.isPaused()).isFalse();
        data(2, 1);
        assertThat(events.isPaused()).isTrue();

        mux.consumed(events.opened.get(0), 50_000);
        assertThat(events.isPaused()).isFalse();
    }

    @Test
    void consumingMoreThanArrivedIsAMistakeOfTheCaller() {
        create(1);
        data(1, 5);

        assertThatThrownBy(() -> mux.consumed(last(), 6)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> mux.consumed(last(), -1)).isInstanceOf(IllegalArgumentException.class);
    }

    // ---- credit

    @Test
    void aConnectorSaysFirstThatItKnowsCreditAndUsesItOnlyAfterTheAnswer() {
        mux = started(MuxRole.CONNECTOR, MuxLimits.DEFAULT);
        assertThat(events.takeSent()).containsExactly(KNOWS_CREDIT);
        MuxStream before = open();
        control(KNOWS_CREDIT);
        MuxStream after = open();

        assertThat(before.isCredited()).isFalse();
        assertThat(after.isCredited()).isTrue();
        assertThat(events.takeSent()).containsExactly(created(1, ""), created(3, ",\"window\":65536"));
    }

    @Test
    void anAcceptorSaysItOnceAndOnlyInAnswer() {
        assertThat(events.takeSent()).isEmpty();
        control(KNOWS_CREDIT);
        control(KNOWS_CREDIT);

        assertThat(events.takeSent()).containsExactly(KNOWS_CREDIT);
    }

    @Test
    void aWindowFromAPeerThatWasNotToldOfCreditIsIgnored() {
        create(1, 1);

        assertThat(last().isCredited()).isFalse();
    }

    @Test
    void theCreatorOfAStreamMaySend65536BytesAndTheRestWaitsForAGrant() {
        agreeOnCredit();
        MuxStream stream = open();
        events.takeSent();

        mux.write(stream, bytes(65_536), 0);
        assertThat(events.takeSent()).containsExactly("2:65536");
        mux.write(stream, bytes(10), 0);
        assertThat(events.takeSent()).isEmpty();
        assertThat(stream.waitingBytes()).isEqualTo(10);

        grant(2, 4);
        assertThat(events.takeSent()).containsExactly("2:4");
        assertThat(events.takeEvents()).isEmpty();
        grant(2, 100);
        assertThat(events.takeSent()).containsExactly("2:6");
        assertThat(events.takeEvents()).containsExactly("writable 2");
    }

    @Test
    void theReceiverOfAStreamMaySendItsWindow() {
        agreeOnCredit();
        create(1, 7);

        mux.write(last(), bytes(10), 0);
        assertThat(events.takeSent()).containsExactly("1:7");
    }

    @Test
    void consumingHalfAWindowGrantsItAgain() {
        agreeOnCredit();
        create(1, 0);
        data(1, 65_536);
        mux.consumed(last(), 32_767);
        assertThat(events.takeSent()).isEmpty();

        mux.consumed(last(), 1);
        assertThat(events.takeSent()).containsExactly(granted(1, 32_768));
        data(1, 32_768);
        assertThat(last().isLive()).isTrue();
    }

    @Test
    void grantsOfAllStreamsTogetherStayWithinTheConnectionsWindow() {
        agreeOnCredit();
        long granted = 0;
        for (int i = 0; i < 100; i++) {
            MuxStream stream = open();
            granted += stream.in().allowance();
            if (i < 90) {
                assertThat(stream.in().allowance()).as("stream %d", i).isPositive();
            }
        }
        assertThat(granted).isLessThanOrEqualTo(1_048_576).isGreaterThan(1_000_000);
    }

    @Test
    void aStreamThatGotNoWindowGetsItsGrantWhenAnotherEnds() {
        mux = started(
                MuxRole.ACCEPTOR, new MuxLimits(100, 4, 8, 1_000, 200, Duration.ofSeconds(30), Duration.ofSeconds(10)));
        agreeOnCredit();
        MuxStream rich = open();
        MuxStream poor = open();
        assertThat(rich.in().allowance()).isEqualTo(1);
        assertThat(poor.in().allowance()).isZero();
        events.takeSent();

        mux.reset(rich, null);
        assertThat(events.takeSent()).containsExactly(closed(2), granted(4, 1));
    }

    @Test
    void row74DataBeyondTheWindowEndsTheStreamAndTheSecondTimeTheConnection() {
        agreeOnCredit();
        create(1, 0);
        create(3, 0);
        create(5, 0);
        data(1, 65_536);
        data(1, 1);
        assertThat(events.takeSent()).containsExactly(closed(1, "FLOW_CONTROL"));
        assertThat(events.takeEvents()).endsWith("data 1 65536", "closed 1 PEER_ERROR FLOW_CONTROL");

        assertThatThrownBy(() -> data(3, 65_537)).isInstanceOfSatisfying(FrameException.class, e -> {
            assertThat(e.reason()).isEqualTo("FLOW_CONTROL");
            assertThat(e.limit()).isEqualTo(65_536);
            assertThat(e.actual()).isEqualTo(65_537);
        });
        assertThat(events.takeEvents())
                .containsExactlyInAnyOrder("closed 3 CONNECTION_LOST", "closed 5 CONNECTION_LOST");
        assertThat(mux.counters().flowErrors()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1, 2_147_483_641, Long.MAX_VALUE})
    void row75AGrantOfNothingOrOfTooMuchEndsTheStream(long credit) {
        agreeOnCredit();
        create(1, 7);
        grant(1, credit);

        assertThat(events.takeSent()).containsExactly(closed(1, "FLOW_CONTROL"));
        create(3, 7);
        assertThat(last().isLive()).isTrue();
    }

    @Test
    void row75AGrantUpTo2147483647IsTaken() {
        agreeOnCredit();
        create(1, 7);
        grant(1, 2_147_483_640);
        assertThat(last().isLive()).isTrue();

        grant(1, 1);
        assertThat(last().isLive()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, 2_147_483_648L})
    void row75AWindowOutOfRangeRefusesTheStream(long window) {
        agreeOnCredit();
        create(1, window);

        assertThat(events.takeSent()).containsExactly(closed(1, "FLOW_CONTROL"));
        assertThat(events.opened).isEmpty();
    }

    @Test
    void row77AStreamThatGetsNoCreditIsClosedAtTheWriteStallAndOthersFlow() {
        agreeOnCredit();
        create(1, 0);
        MuxStream stuck = last();
        create(3, 1_000);
        mux.write(stuck, bytes(5), 0);
        assertThat(mux.sweep(0)).isEqualTo(10 * SECOND);
        mux.write(last(), bytes(5), SECOND);

        assertThat(mux.sweep(10 * SECOND - 1)).isEqualTo(1);
        assertThat(stuck.isLive()).isTrue();
        assertThat(mux.sweep(10 * SECOND)).isEqualTo(Long.MAX_VALUE);
        assertThat(events.takeSent()).containsExactly("3:5", closed(1, "WRITE_STALL"));
        assertThat(events.takeEvents()).endsWith("closed 1 STALLED WRITE_STALL");
        assertThat(last().isLive()).isTrue();
    }

    @Test
    void row77ProgressStartsTheWriteStallAgain() {
        agreeOnCredit();
        create(1, 0);
        mux.write(last(), bytes(5), 0);
        mux.receive(0, Payload.ofText(granted(1, 1)), 9 * SECOND);

        assertThat(mux.sweep(10 * SECOND)).isEqualTo(9 * SECOND);
        assertThat(last().isLive()).isTrue();
    }

    // ---- abuse

    @Test
    void row76TheStreams200ResetsMayMakeIn30SecondsAreCounted() {
        for (int i = 0; i < 200; i++) {
            create(1);
            close(1);
        }
        create(1);
        assertThatThrownBy(() -> close(1)).isInstanceOfSatisfying(FrameException.class, e -> {
            assertThat(e.reason()).isEqualTo("TOO_MANY_STREAMS");
            assertThat(e.limit()).isEqualTo(200);
            assertThat(e.actual()).isEqualTo(201);
        });
        assertThat(mux.counters().resets()).isEqualTo(201);
    }

    @Test
    void row76SlowResetsAreLegalForEver() {
        for (int i = 0; i < 1_000; i++) {
            long now = i * 30L * SECOND / 200;
            mux.receive(0, Payload.ofText("{\"type\":\"stream_create\",\"streamId\":1,\"streamType\":\"x\"}"), now);
            mux.receive(0, Payload.ofText(closed(1)), now);
        }
        assertThat(mux.counters().resets()).isEqualTo(1_000);
    }

    @Test
    void row76StreamsThatCarriedDataAreNoResets() {
        for (int i = 0; i < 1_000; i++) {
            create(1);
            data(1, 1);
            mux.consumed(last(), 1);
            close(1);
        }
        assertThat(mux.counters().resets()).isZero();
    }

    @Test
    void row76AnEmptyFrameIsNoData() {
        create(1);
        data(1, 0);
        close(1);
        assertThat(mux.counters().resets()).isEqualTo(1);
    }

    @Test
    void row76ACloseWithAReasonIsAResetWhateverTheStreamCarried() {
        create(1);
        data(1, 1);
        control("{\"type\":\"stream_close\",\"streamId\":1,\"reason\":\"no\"}");
        assertThat(mux.counters().resets()).isEqualTo(1);
    }

    @Test
    void row76TheCloseOfAStreamOfOursIsNoReset() {
        mux.open("t", Payload.ofText("{}"));
        close(2);
        assertThat(mux.counters().resets()).isZero();
    }

    @Test
    void row76HandlersThatStillRunKeepTheirStreamsPlaces() {
        LongStream.rangeClosed(1, 100).forEach(id -> {
            create(id);
            mux.hold(last());
            close(id);
        });
        create(101);
        assertThat(events.takeSent()).endsWith(closed(101, "TOO_MANY_STREAMS"));

        mux.release(events.opened.get(0));
        mux.release(events.opened.get(0));
        create(102);
        create(103);
        assertThat(events.opened).hasSize(101);
    }

    @Test
    void aHoldThatEndsBeforeItsStreamChangesNothing() {
        mux = started(
                MuxRole.ACCEPTOR, new MuxLimits(1, 4, 8, 1_000, 200, Duration.ofSeconds(30), Duration.ofSeconds(10)));
        create(1);
        mux.hold(last());
        mux.release(last());
        create(3);
        assertThat(mux.counters().refusedStreams()).isEqualTo(1);
        close(1);
        create(3);
        assertThat(mux.openStreams()).isEqualTo(1);
    }

    @Test
    void row79AnIdMayComeBackRightAfterItsCloseAndIdsMayGoBackwards() {
        create(9);
        create(3);
        close(9);
        create(9);
        data(9, 2);

        assertThat(events.takeEvents())
                .containsExactly("opened 9 chat", "opened 3 chat", "closed 9 PEER", "opened 9 chat", "data 9 2");
    }

    @Test
    void row79APeerMayUseAnIdAgainAfterOurCloseWithoutAnsweringIt() {
        create(1);
        MuxStream first = last();
        mux.reset(first, "done");
        create(1);

        assertThat(last()).isNotSameAs(first);
        assertThat(first.state()).isEqualTo(StreamState.CLOSED);
        assertThat(mux.openStreams()).isEqualTo(1);
    }

    @Test
    void aCreateForAnIdThatThePeerHasOpenIsAProtocolError() {
        create(1);

        assertThatThrownBy(() -> create(1))
                .isInstanceOfSatisfying(
                        FrameException.class, e -> assertThat(e.reason()).isEqualTo("MALFORMED_CONTROL"));
    }

    @Test
    void aCreateForAnIdThatWeOpenedFailsThatOneStream() {
        MuxStream ours = open();
        open();
        events.takeSent();
        create(2);
        data(2, 1);
        close(2);
        data(4, 1);

        assertThat(ours.isLive()).isFalse();
        assertThat(events.takeSent()).containsExactly(closed(2, "CONFLICT"));
        assertThat(events.takeEvents()).containsExactly("closed 2 COLLISION CONFLICT", "data 4 1");
        assertThat(mux.counters().collisions()).isEqualTo(1);
    }

    // ---- life

    @Test
    void endSendsWhatWaitsAndThenCloses() {
        agreeOnCredit();
        create(1, 0);
        mux.write(last(), bytes(5), 0);
        mux.end(last(), 0);
        assertThat(events.takeSent()).isEmpty();
        assertThat(mux.write(last(), bytes(1), 0)).isFalse();
        data(1, 3);

        grant(1, 5);
        assertThat(events.takeSent()).containsExactly("1:5", closed(1));
        assertThat(events.takeEvents()).containsExactly("opened 1 chat", "data 1 3", "closed 1 LOCAL");
        close(1);
        assertThat(events.takeSent()).isEmpty();
        assertThat(last().state()).isEqualTo(StreamState.CLOSED);
        assertThat(mux.counters().ignoredControls()).isZero();
    }

    @Test
    void resetAndThePeersCloseDiscardWhatWaits() {
        agreeOnCredit();
        create(1, 0);
        create(3, 0);
        for (MuxStream stream : events.opened) {
            mux.write(stream, bytes(5), 0);
        }
        mux.reset(events.opened.get(0), "why");
        close(3);

        assertThat(events.takeSent()).containsExactly(closed(1, "why"), closed(3));
        assertThat(events.opened)
                .allSatisfy(stream -> assertThat(stream.waitingBytes()).isZero());
        assertThat(mux.sweep(100 * SECOND)).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void callsOnClosedStreamsDoNothing() {
        create(1);
        MuxStream stream = last();
        close(1);
        events.takeSent();

        assertThat(mux.write(stream, bytes(1), 0)).isFalse();
        mux.end(stream, 0);
        mux.reset(stream, "late");
        mux.hold(stream);
        mux.release(stream);
        assertThat(events.takeSent()).isEmpty();
    }

    @Test
    void theEndOfTheConnectionEndsEveryStreamOnce() {
        create(1);
        open();
        mux.connectionEnded();
        mux.connectionEnded();

        assertThat(events.takeEvents())
                .containsExactlyInAnyOrder("opened 1 chat", "closed 1 CONNECTION_LOST", "closed 2 CONNECTION_LOST");
        assertThat(mux.canOpen()).isFalse();
        assertThatThrownBy(this::open).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void unansweredClosesAreForgottenBeforeTheyFillTheTable() {
        for (int i = 0; i < 1_000; i++) {
            mux.reset(open(), null);
        }
        assertThat(mux.table().size()).isEqualTo(StreamTable.MAX_AWAITED);
    }

    @Test
    void aWriteIsCutAtTheFrameLimit() {
        create(1);
        mux.write(last(), bytes(1_048_577), 0);

        assertThat(events.takeSent()).containsExactly("1:1048576", "1:1");
    }

    @Test
    void anEmptyWriteIsAnEmptyFrame() {
        agreeOnCredit();
        create(1, 0);
        mux.write(last(), Payload.EMPTY, 0);

        assertThat(events.takeSent()).containsExactly("1:0");
    }

    @Test
    void shutdownIsAnnouncedAndHeard() {
        mux.announceShutdown("Server is shutting down", 30_000);
        assertThat(events.takeSent())
                .containsExactly(
                        "{\"type\":\"server_shutdown\",\"message\":\"Server is shutting down\",\"gracePeriod\":30000}");
        control("{\"type\":\"server_shutdown\",\"message\":\"bye\",\"gracePeriod\":5}");
        assertThat(events.takeEvents()).containsExactly("shutdown bye 5");
    }

    @Test
    void unknownControlTypesAreIgnoredAndCounted() {
        control("{\"type\":\"stream_ping\",\"streamId\":\"x\"}");

        assertThat(mux.counters().ignoredControls()).isEqualTo(1);
        assertThat(events.takeEvents()).isEmpty();
    }

    @Test
    void startComesOnceAndBeforeEverythingElse() {
        Multiplexer fresh = new Multiplexer(MuxRole.CONNECTOR, MuxLimits.DEFAULT, events);

        assertThat(fresh.canOpen()).isFalse();
        assertThatThrownBy(() -> fresh.receive(1, Payload.EMPTY, 0)).isInstanceOf(IllegalStateException.class);
        fresh.start();
        assertThatThrownBy(fresh::start).isInstanceOf(IllegalStateException.class);
    }
}
