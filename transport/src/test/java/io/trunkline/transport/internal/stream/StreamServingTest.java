package io.trunkline.transport.internal.stream;

import io.trunkline.ErrorCode;
import io.trunkline.Payload;
import io.trunkline.ReplyException;
import io.trunkline.codec.internal.mux.MuxRole;
import io.trunkline.transport.CloseReason;
import io.trunkline.transport.DuplexStream;
import io.trunkline.transport.StreamHandler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Streams that a peer opens: who serves them, where, and how many. Numbers are rows of the catalogue of faults. */
@SuppressWarnings("FutureReturnValueIgnored") // Writes whose fate the test sees on the wire.
class StreamServingTest {
    private final List<String> calls = new ArrayList<>();

    private StreamRig serving(StreamHandler handler) {
        return StreamRig.serving(handler);
    }

    private void note(DuplexStream stream) {
        calls.add(stream.id() + " " + stream.type());
    }

    @Test
    @Tag("feature-32")
    @Tag("feature-70")
    void eachStreamIsServedOnAWorkerWithItsTypeAndMetadata() {
        try (StreamRig rig = serving(stream -> {
            note(stream);
            assertThat((Object) stream.metadata().as(Map.class)).isEqualTo(Map.of("k", 1));
            assertThat(stream.connection().remoteAddress().getPort()).isEqualTo(4711);
        })) {
            rig.create(1);
            rig.create(3);
            assertThat(calls).isEmpty();
            rig.workers.runAll();

            assertThat(calls).containsExactly("1 chat", "3 chat");
        }
    }

    @Test
    @Tag("feature-30")
    @Tag("feature-71")
    void returningClosesBehindWhatWasWritten() {
        try (StreamRig rig = serving(stream -> stream.write(Payload.ofText("last")))) {
            rig.create(1);
            rig.workers.runAll();

            assertThat(rig.sent()).containsExactly("1:4", StreamRig.closed(1));
        }
    }

    @Test
    void whatAHandlerThrowsResetsItsStreamAlone() {
        StreamHandler handler = StreamHandler.byType()
                .handle("chat", stream -> {
                    throw new IllegalStateException("a bug, with secrets in its text");
                })
                .handle("own", stream -> {
                    throw new ReplyException(ErrorCode.FORBIDDEN, "not for you");
                })
                .build();
        try (StreamRig rig = serving(handler)) {
            rig.create(1);
            rig.control("{\"type\":\"stream_create\",\"streamId\":3,\"streamType\":\"own\"}");
            rig.workers.runAll();

            assertThat(rig.sent())
                    .containsExactly(StreamRig.closed(1, "INTERNAL_ERROR"), StreamRig.closed(3, "FORBIDDEN"));
            assertThat(rig.connection().isOpen()).isTrue();
        }
    }

    @Test
    void aHandlerWhosePeerIsSilentEndsWithTimeout() {
        try (StreamRig rig = serving(stream -> stream.read(Duration.ZERO))) {
            rig.create(1);
            rig.workers.runAll();

            assertThat(rig.sent()).containsExactly(StreamRig.closed(1, "TIMEOUT"));
        }
    }

    @Test
    void anUnknownTypeIsRefusedBeforeAWorkerIsAskedFor() {
        try (StreamRig rig =
                serving(StreamHandler.byType().handle("file", this::note).build())) {
            rig.create(1);

            assertThat(rig.workers.waiting()).isZero();
            assertThat(rig.sent()).containsExactly(StreamRig.closed(1, "UNKNOWN_TYPE"));
        }
    }

    @Test
    void otherwiseServesTheOtherTypes() {
        StreamHandler handler = StreamHandler.byType()
                .handle("file", stream -> calls.add("file"))
                .otherwise(this::note)
                .build();
        try (StreamRig rig = serving(handler)) {
            rig.create(1);
            rig.workers.runAll();

            assertThat(calls).containsExactly("1 chat");
        }
    }

    @Test
    void aBuilderRefusesTwoHandlersForOneTypeAndNoneAtAll() {
        StreamHandler.Builder builder = StreamHandler.byType().handle("a", this::note);

        assertThatThrownBy(() -> builder.handle("a", this::note))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("type a");
        assertThatThrownBy(() -> StreamHandler.byType().build()).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aClientWithoutAHandlerRefusesThePeersStreams() {
        try (StreamRig rig = StreamRig.connected()) {
            rig.create(2);

            assertThat(rig.sent()).containsExactly(StreamRig.closed(2, "UNKNOWN_TYPE"));
        }
    }

    @Test
    void row70AControlMessageThatIsNoneEndsTheConnectionAndItsStreams() {
        try (StreamRig rig = serving(this::note)) {
            rig.create(1);
            rig.control("not json");
            rig.settle();

            assertThat(rig.socket.isOutputShut()).isTrue();
            assertThat(rig.connection().isOpen()).isFalse();
            rig.workers.runAll();
            assertThat(calls)
                    .as("a stream that failed while it waited for a worker")
                    .isEmpty();
        }
    }

    @Test
    void row71DataForStreamsThatHaveEndedIsDropped() {
        try (StreamRig rig = serving(this::note)) {
            rig.create(1);
            rig.workers.runAll();
            rig.sent();
            rig.data(1, 10);
            rig.data(7, 10);
            rig.close(9);

            assertThat(rig.sent()).isEmpty();
            assertThat(rig.connection().isOpen()).isTrue();
        }
    }

    @Test
    void row72StreamsBeyondTheLimitAreRefusedAndTheRestIsServed() {
        try (StreamRig rig = serving(this::note)) {
            LongStream.rangeClosed(1, 5_000).forEach(rig::create);

            assertThat(rig.sent())
                    .hasSize(4_900)
                    .startsWith(StreamRig.closed(101, "TOO_MANY_STREAMS"))
                    .allMatch(frame -> frame.contains("TOO_MANY_STREAMS"));
            rig.workers.runAll();
            assertThat(calls).hasSize(100);
        }
    }

    @Test
    void row76AHandlerKeepsItsStreamsPlaceUntilItReturns() {
        try (StreamRig rig = new StreamRig(MuxRole.ACCEPTOR, StreamRig.withStreams(2), this::note)) {
            for (int id = 1; id <= 4; id++) {
                rig.create(id);
                rig.close(id);
            }
            assertThat(rig.workers.waiting()).isEqualTo(2);
            assertThat(rig.sent())
                    .containsExactly(
                            StreamRig.closed(1),
                            StreamRig.closed(2),
                            StreamRig.closed(3, "TOO_MANY_STREAMS"),
                            StreamRig.closed(4, "TOO_MANY_STREAMS"));

            rig.workers.runAll();
            rig.settle();
            rig.create(5);
            assertThat(rig.workers.waiting()).isEqualTo(1);
        }
    }

    @Test
    void row76RapidResetsEndTheConnectionAt201() {
        try (StreamRig rig = serving(this::note)) {
            for (int i = 0; i < 200; i++) {
                rig.create(1);
                rig.close(1);
                rig.workers.runAll();
            }
            assertThat(rig.connection().isOpen()).isTrue();
            rig.create(1);
            rig.close(1);

            assertThat(rig.connection().isOpen()).isFalse();
        }
    }

    @Test
    void workersThatRejectRefuseTheStream() {
        try (StreamRig rig = serving(this::note)) {
            rig.workers.reject(true);
            rig.create(1);
            assertThat(rig.sent()).containsExactly(StreamRig.closed(1, "BUSY"));

            rig.workers.reject(false);
            rig.create(3);
            rig.workers.runAll();
            assertThat(calls).containsExactly("3 chat");
        }
    }

    @Test
    void aStreamForWhichNoWorkerIsFreeWithin5SecondsIsRefused() {
        try (StreamRig rig = new StreamRig(MuxRole.ACCEPTOR, StreamRig.withStreams(1), this::note)) {
            rig.create(1);
            rig.pass(Duration.ofMillis(4_999));
            assertThat(rig.sent()).isEmpty();
            rig.pass(Duration.ofMillis(1));
            assertThat(rig.sent()).containsExactly(StreamRig.closed(1, "BUSY"));

            rig.create(3);
            rig.workers.runAll();
            assertThat(calls).containsExactly("3 chat");
        }
    }

    @Test
    @Tag("feature-72")
    void aDrainIsAnnouncedRefusesNewStreamsAndEndsWithTheLast() {
        try (StreamRig rig = serving(this::note)) {
            rig.create(1);
            drain(rig);
            assertThat(rig.sent())
                    .containsExactly("{\"type\":\"server_shutdown\",\"message\":\"Server is shutting down\","
                            + "\"gracePeriod\":30000}");
            rig.create(3);
            assertThat(rig.sent()).containsExactly(StreamRig.closed(3, "SHUTTING_DOWN"));
            assertThat(rig.connection().isOpen()).isTrue();

            rig.workers.runAll();
            assertThat(rig.sent()).containsExactly(StreamRig.closed(1));
            assertThat(rig.socket.isOutputShut()).isTrue();
        }
    }

    @Test
    void aDrainWithoutStreamsEndsTheConnectionBehindTheNotice() {
        try (StreamRig rig = serving(this::note)) {
            drain(rig);

            assertThat(rig.sent()).hasSize(1);
            assertThat(rig.socket.isOutputShut()).isTrue();
        }
    }

    private static void drain(StreamRig rig) {
        rig.logic().onDrain(Duration.ofSeconds(30), CloseReason.of(CloseReason.Kind.SHUTDOWN, "test"));
        rig.settle();
    }

    @Test
    void whatCameBeforeThePeersEndIsStillAnswered() {
        try (StreamRig rig = serving(stream -> {
            Payload bytes;
            while ((bytes = stream.read(Duration.ZERO)) != null) {
                stream.write(bytes);
            }
        })) {
            rig.create(1);
            rig.data(1, "last words");
            rig.socket.ends();
            rig.manual.readable();
            assertThat(rig.connection().isOpen()).isTrue();

            rig.workers.runAll();
            assertThat(rig.sent()).containsExactly("1:10", StreamRig.closed(1));
            assertThat(rig.socket.isOutputShut()).isTrue();
        }
    }

    @Test
    void aHandlerThatGoesOnAfterThePeersEndHas5Seconds() {
        StreamRig[] own = new StreamRig[1];
        try (StreamRig rig = serving(stream -> {
            own[0].socket.ends();
            own[0].manual.readable();
            own[0].pass(Duration.ofMillis(4_999));
            assertThat(stream.connection().isOpen()).isTrue();
            own[0].pass(Duration.ofMillis(1));
            calls.add("open: " + stream.connection().isOpen());
        })) {
            own[0] = rig;
            rig.create(1);
            rig.workers.runAll();

            assertThat(calls).containsExactly("open: false");
        }
    }

    @Test
    void bothSidesOpenStreams() {
        try (StreamRig rig = serving(this::note)) {
            rig.control(StreamRig.KNOWS_CREDIT);
            rig.sent();
            DuplexStream pushed = rig.open("news");
            pushed.writeAsync(Payload.ofText("hello"));

            assertThat(rig.sent())
                    .containsExactly(
                            "{\"type\":\"stream_create\",\"streamId\":2,\"streamType\":\"news\",\"metadata\":{},"
                                    + "\"window\":65536}",
                            "2:5");
        }
    }
}
