package io.trunkline.transport.internal.stream;

import io.trunkline.ClosedException;
import io.trunkline.Delivery;
import io.trunkline.ErrorCode;
import io.trunkline.FrameException;
import io.trunkline.Payload;
import io.trunkline.QueueFullException;
import io.trunkline.ReplyException;
import io.trunkline.RequestTimeoutException;
import io.trunkline.codec.internal.mux.MuxRole;
import io.trunkline.transport.CloseReason;
import io.trunkline.transport.ConnectionLostException;
import io.trunkline.transport.DuplexStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** How credit and room travel between a peer and whoever reads and writes a stream. Numbers are rows of faults. */
@SuppressWarnings("FutureReturnValueIgnored") // Writes whose fate the test sees on the wire.
class StreamFlowTest {
    private final StreamRig rig = StreamRig.connected();

    @AfterEach
    void close() {
        rig.close();
        assertThat(rig.loop.loop().memory().used()).as("charged after the end").isZero();
    }

    private DuplexStream open() {
        DuplexStream stream = rig.open();
        rig.sent();
        return stream;
    }

    private static int read(DuplexStream stream) {
        Payload bytes = stream.read(Duration.ZERO);
        return bytes == null ? -1 : bytes.size();
    }

    private static Throwable failure(CompletableFuture<?> future) {
        assertThat(future).isDone();
        return future.handle((value, failure) -> failure instanceof CompletionException e ? e.getCause() : failure)
                .join();
    }

    private static <T> void refused(ThrowingCallable call, Class<T> type) {
        assertThatThrownBy(call).isInstanceOf(type);
    }

    @Test
    @Tag("feature-29")
    @Tag("feature-31")
    void aStreamIsOpenedOnTheNextIdAndWrittenAtOnce() {
        DuplexStream stream = rig.open("chat");
        stream.write(Payload.ofText("hi"));

        assertThat(stream.id()).isEqualTo(1);
        assertThat(rig.sent())
                .containsExactly(
                        "{\"type\":\"stream_create\",\"streamId\":1,\"streamType\":\"chat\",\"metadata\":{},"
                                + "\"window\":65536}",
                        "1:2");
    }

    @Test
    void row73CreditComesBackOnlyAsWhatArrivedIsRead() {
        DuplexStream stream = open();
        for (int i = 0; i < 4; i++) {
            rig.data(1, 16_384);
        }
        assertThat(rig.sent()).isEmpty();

        assertThat(read(stream)).isEqualTo(16_384);
        assertThat(rig.sent()).isEmpty();
        assertThat(read(stream)).isEqualTo(16_384);
        assertThat(rig.sent()).containsExactly(StreamRig.granted(1, 32_768));
    }

    @Test
    void row73WithoutCreditAFullStreamStopsReadingUntilItIsRead() {
        try (StreamRig old = new StreamRig(MuxRole.CONNECTOR, null)) {
            old.pass(Duration.ofMillis(500));
            DuplexStream stream = old.open();
            old.data(1, 65_536);
            assertThat(old.socket.wantsRead()).isFalse();

            assertThat(read(stream)).isEqualTo(65_536);
            old.settle();
            assertThat(old.socket.wantsRead()).isTrue();
        }
    }

    @Test
    void aConnectionIsHandedOutWhenThePeerKnowsCreditOrHasNotSaidSoInTime() {
        try (StreamRig silent = new StreamRig(MuxRole.CONNECTOR, null)) {
            silent.pass(Duration.ofMillis(499));
            assertThat(silent.isHandedOut()).isFalse();
            silent.pass(Duration.ofMillis(1));
            assertThat(silent.isHandedOut()).isTrue();
        }
        assertThat(rig.isHandedOut()).isTrue();
    }

    @Test
    void row74DataBeyondTheWindowEndsTheStreamAndTheSecondTimeTheConnection() {
        DuplexStream first = open();
        DuplexStream second = open();
        rig.data(1, 65_536);
        rig.data(1, 1);
        assertThat(rig.sent()).containsExactly(StreamRig.closed(1, "FLOW_CONTROL"));
        assertThat(read(first)).as("what was received before stays readable").isEqualTo(65_536);
        refused(() -> read(first), FrameException.class);

        rig.data(3, 65_537);
        assertThat(rig.connection().isOpen()).isFalse();
        refused(() -> read(second), ConnectionLostException.class);
    }

    @Test
    void row75AGrantOfNothingEndsTheStream() {
        DuplexStream stream = open();
        rig.grant(1, 0);

        assertThat(rig.sent()).containsExactly(StreamRig.closed(1, "FLOW_CONTROL"));
        refused(() -> stream.write(Payload.ofText("x")), FrameException.class);
        assertThat(rig.connection().isOpen()).isTrue();
    }

    @Test
    void row77AStreamWithoutCreditIsEndedAtTheWriteStallAndOthersFlow() {
        DuplexStream stuck = open();
        DuplexStream flowing = open();
        stuck.writeAsync(StreamRig.bytes(65_536));
        CompletableFuture<Void> late = stuck.writeAsync(StreamRig.bytes(10));
        flowing.writeAsync(StreamRig.bytes(5));
        assertThat(rig.sent()).containsExactly("1:65536", "3:5");

        rig.pass(Duration.ofMillis(9_999));
        assertThat(late).isNotDone();
        rig.pass(Duration.ofSeconds(1));
        assertThat(rig.sent()).containsExactly(StreamRig.closed(1, "WRITE_STALL"));
        assertThat(failure(late))
                .isInstanceOf(RequestTimeoutException.class)
                .hasMessageContaining("if both sides write before they read");
        flowing.writeAsync(StreamRig.bytes(6));
        assertThat(rig.sent()).containsExactly("3:6");
    }

    @Test
    void creditThatCameWhileNothingWasReadIsNoStall() {
        try (StreamRig mixed = new StreamRig(MuxRole.CONNECTOR, null)) {
            mixed.pass(Duration.ofMillis(500));
            DuplexStream full = mixed.open();
            mixed.control(StreamRig.KNOWS_CREDIT);
            DuplexStream waiting = mixed.open();
            waiting.writeAsync(StreamRig.bytes(65_537));
            mixed.data(1, 65_536);
            assertThat(mixed.socket.wantsRead()).isFalse();

            mixed.pass(Duration.ofSeconds(30));
            assertThat(waiting.isOpen()).isTrue();
            assertThat(read(full)).isEqualTo(65_536);
        }
    }

    @Test
    void row78FramesOfOneByteThatWaitAreJoined() {
        DuplexStream stream = open();
        for (int i = 0; i < 65_536; i++) {
            rig.socket.arrives(StreamRig.bytesOf(1, new byte[] {(byte) i}));
            rig.manual.readable();
        }
        List<Integer> pieces = new ArrayList<>();
        int total = 0;
        while (total < 65_536) {
            byte[] bytes = requireNonNull(stream.read(Duration.ZERO)).toBytes();
            for (byte each : bytes) {
                assertThat(each).isEqualTo((byte) total++);
            }
            pieces.add(bytes.length);
        }
        assertThat(pieces).hasSizeLessThan(300).startsWith(1, 1, 1);
    }

    @Test
    void manySmallFramesOnStreamsWithoutCreditStayApartAndStopReading() {
        try (StreamRig old = new StreamRig(MuxRole.CONNECTOR, null)) {
            old.pass(Duration.ofMillis(500));
            DuplexStream stream = old.open();
            for (int i = 0; i < ReadPause.MAX_FRAMES; i++) {
                old.data(1, 1);
            }
            assertThat(old.socket.wantsRead()).isFalse();
            for (int i = 0; i < ReadPause.MAX_FRAMES / 2; i++) {
                assertThat(read(stream)).isEqualTo(1);
            }
            old.settle();
            assertThat(old.socket.wantsRead()).isTrue();
        }
    }

    @Test
    void row79AnIdComesBackAfterItsCloseAndIdsGoBackwards() {
        try (StreamRig serving = StreamRig.serving(stream -> {})) {
            for (long id : new long[] {9, 3, 9, 1}) {
                serving.create(id);
                serving.workers.runAll();
                assertThat(serving.sent()).containsExactly(StreamRig.closed(id));
                serving.close(id);
            }
            assertThat(serving.connection().isOpen()).isTrue();
        }
    }

    @Test
    void aBusyStreamDelaysAnotherByOnePiece() {
        DuplexStream busy = open();
        DuplexStream other = open();
        rig.grant(1, 10_000_000);
        busy.writeAsync(StreamRig.bytes(300_000));
        other.writeAsync(StreamRig.bytes(100));

        assertThat(rig.sent()).containsExactly("1:65536", "1:65536", "3:100", "1:65536", "1:65536", "1:37856");
    }

    @Test
    void aPeerThatDoesNotReadFillsTheHighWatermarkAndNotMore() {
        rig.socket.window(0);
        DuplexStream stream = rig.open();
        rig.grant(1, 100_000_000);
        for (int i = 0; i < 15; i++) {
            stream.writeAsync(StreamRig.bytes(65_536));
        }
        rig.settle();

        assertThat(rig.manual.connection().outboundBytes()).isLessThan(2 * 65_536 + 1_000);
        rig.socket.window(Integer.MAX_VALUE);
        rig.manual.writable();
        rig.settle();
        assertThat(rig.manual.connection().outboundBytes()).isZero();
        assertThat(rig.sent()).hasSize(16);
    }

    @Test
    void withoutCreditAPayloadIsOneFrame() {
        try (StreamRig old = new StreamRig(MuxRole.CONNECTOR, null)) {
            old.pass(Duration.ofMillis(500));
            DuplexStream stream = old.open();
            old.sent();
            stream.writeAsync(StreamRig.bytes(100_000));

            assertThat(old.sent()).containsExactly("1:100000");
        }
    }

    @Test
    void writeAsyncTellsWhenTheBytesHaveLeftForTheConnection() {
        DuplexStream stream = open();
        CompletableFuture<Void> first = stream.writeAsync(StreamRig.bytes(65_536));
        CompletableFuture<Void> second = stream.writeAsync(StreamRig.bytes(20_000));
        rig.settle();
        assertThat(first).isCompleted();
        assertThat(second).isNotDone();

        rig.grant(1, 19_999);
        assertThat(second).isNotDone();
        rig.grant(1, 1);
        assertThat(second).isCompleted();
    }

    @Test
    void writeAsyncIsRefusedWhereAMebibyteWaits() {
        DuplexStream stream = open();
        stream.writeAsync(StreamRig.bytes(65_536));
        rig.settle();
        CompletableFuture<Void> fits = stream.writeAsync(StreamRig.bytes(1_048_576));
        CompletableFuture<Void> refused = stream.writeAsync(StreamRig.bytes(1));

        assertThat(fits).isNotDone();
        assertThat(failure(refused))
                .isInstanceOfSatisfying(
                        QueueFullException.class, e -> assertThat(e.delivery()).isEqualTo(Delivery.NOT_SENT));
        assertThat(stream.writeAsync(Payload.EMPTY)).isCompleted();
    }

    @Test
    void closeSendsWhatWaitsFirst() {
        DuplexStream stream = open();
        stream.writeAsync(StreamRig.bytes(65_540));
        ((LiveStream) stream).core().beginClose();
        assertThat(rig.sent()).containsExactly("1:65536");
        assertThat(stream.isOpen()).isFalse();
        refused(() -> stream.write(Payload.ofText("x")), ClosedException.class);
        refused(() -> read(stream), ClosedException.class);

        rig.grant(1, 4);
        assertThat(rig.sent()).containsExactly("1:4", StreamRig.closed(1));
        CompletableFuture<Void> closed = stream.closed().toCompletableFuture();
        assertThat(closed).isCompleted();
    }

    @Test
    void whatArrivesAfterACloseIsThrownAway() {
        DuplexStream stream = open();
        stream.writeAsync(StreamRig.bytes(65_540));
        ((LiveStream) stream).core().beginClose();
        rig.settle();
        rig.data(1, 40_000);

        assertThat(rig.sent()).contains(StreamRig.granted(1, 40_000));
    }

    @Test
    void resetDiscardsWhatWaitsAndTellsThePeerWhy() {
        DuplexStream stream = open();
        CompletableFuture<Void> late = stream.writeAsync(StreamRig.bytes(70_000));
        rig.settle();
        stream.reset();
        stream.reset("AGAIN");

        assertThat(rig.sent()).containsExactly("1:65536", StreamRig.closed(1, "RESET"));
        assertThat(failure(late)).isInstanceOf(ClosedException.class);
        assertThat(failure(stream.closed().toCompletableFuture())).isInstanceOf(ClosedException.class);
        assertThatThrownBy(() -> stream.reset("bad\nreason")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void thePeersCloseIsTheEndOnceAllWasRead() {
        DuplexStream stream = open();
        rig.data(1, "abc");
        rig.close(1);

        assertThat(rig.sent()).containsExactly(StreamRig.closed(1));
        assertThat(read(stream)).isEqualTo(3);
        assertThat(read(stream)).isEqualTo(-1);
        refused(() -> stream.write(Payload.ofText("x")), ClosedException.class);
        assertThat(stream.closed().toCompletableFuture()).isCompleted();
    }

    @Test
    void thePeersCloseBeforeEverythingWasSentIsNoOrderlyEndForTheWriter() {
        DuplexStream stream = open();
        stream.writeAsync(StreamRig.bytes(65_537));
        rig.settle();
        rig.close(1);

        assertThat(failure(stream.closed().toCompletableFuture())).isInstanceOf(ClosedException.class);
    }

    @Test
    void aRefusalIsAReplyThatSaysWhetherToTryAgain() {
        DuplexStream busy = open();
        DuplexStream odd = open();
        rig.control(StreamRig.closed(1, "TOO_MANY_STREAMS"));
        rig.control(StreamRig.closed(3, "QUOTA"));

        assertThatThrownBy(() -> read(busy)).isInstanceOfSatisfying(ReplyException.class, e -> {
            assertThat(e.code()).isEqualTo(ErrorCode.SERVICE_UNAVAILABLE);
            assertThat(e.details()).containsEntry("reason", "TOO_MANY_STREAMS");
            assertThat(e.isRetryable()).isTrue();
        });
        assertThatThrownBy(() -> read(odd)).isInstanceOfSatisfying(ReplyException.class, e -> {
            assertThat(e.code().name()).isEqualTo("QUOTA");
            assertThat(e.isRetryable()).isFalse();
        });
    }

    @Test
    void theEndOfTheConnectionFailsEveryStreamWithItsReason() {
        DuplexStream stream = open();
        rig.data(1, "abc");
        rig.manual.connection().close(CloseReason.of(CloseReason.Kind.IDLE, "test"));
        rig.settle();

        assertThat(read(stream)).isEqualTo(3);
        assertThatThrownBy(() -> read(stream))
                .isInstanceOfSatisfying(
                        ConnectionLostException.class,
                        e -> assertThat(e.reason())
                                .hasValueSatisfying(
                                        reason -> assertThat(reason.kind()).isEqualTo(CloseReason.Kind.IDLE)));
        CompletableFuture<DuplexStream> late = rig.connection().openAsync("late", Map.of());
        rig.settle();
        assertThat(failure(late)).isInstanceOf(ClosedException.class);
    }

    @Test
    void ourOwnStreamsHaveALimit() {
        for (int i = 0; i < 100; i++) {
            rig.open();
        }
        CompletableFuture<DuplexStream> one = rig.connection().openAsync("more", Map.of());
        rig.settle();

        assertThat(failure(one)).isInstanceOf(QueueFullException.class).hasMessageContaining("limit 100");
    }

    @Test
    void aReadWithoutBytesTimesOutAndTheStreamLives() {
        DuplexStream stream = open();
        refused(() -> read(stream), RequestTimeoutException.class);

        rig.data(1, "a");
        assertThat(read(stream)).isEqualTo(1);
    }

    @Test
    void whatWaitsIsChargedToTheBudget() {
        DuplexStream stream = open();
        rig.data(1, 50_000);
        stream.writeAsync(StreamRig.bytes(65_536 + 30_000));
        rig.settle();
        assertThat(rig.loop.loop().memory().used()).isBetween(80_000L - 8_192, 80_000L + 8_192);

        assertThat(read(stream)).isEqualTo(50_000);
        stream.reset();
        rig.settle();
        assertThat(rig.loop.loop().memory().used()).isLessThan(4_096);
    }
}
