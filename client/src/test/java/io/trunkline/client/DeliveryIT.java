package io.trunkline.client;

import io.trunkline.ClosedException;
import io.trunkline.Delivery;
import io.trunkline.Overflow;
import io.trunkline.Payload;
import io.trunkline.QueueFullException;
import io.trunkline.RequestTimeoutException;
import io.trunkline.Route;
import io.trunkline.TrunklineException;
import io.trunkline.transport.CloseReason;
import io.trunkline.transport.ConnectionLostException;
import io.trunkline.transport.OutboundLimits;
import io.trunkline.transport.SocketOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/** What each error says about the bytes of its request. */
class DeliveryIT {
    private static final Payload BIG = Payload.wrap(new byte[900_000]);

    @AfterEach
    void noThreadIsLeft() {
        LeftThreads.assertNone();
    }

    @Test
    void aLostConnectionMayHaveDeliveredWhatWasWritten() {
        try (Connected it = Connected.plain()) {
            CompletableFuture<Payload> one = it.client.requestAsync("echo", 1);
            CompletableFuture<Payload> two = it.client.requestAsync("echo", 2);
            it.broker.take();
            it.broker.take();
            it.broker.close();
            for (CompletableFuture<Payload> each : List.of(one, two)) {
                ConnectionLostException lost = RequestIT.failure(each, ConnectionLostException.class);
                assertThat(lost.delivery()).isEqualTo(Delivery.MAYBE_SENT);
                assertThat(lost.reason().orElseThrow().kind()).isEqualTo(CloseReason.Kind.REMOTE);
            }
            assertClosedNaming(it, "the broker closed the connection");
        }
    }

    @Test
    void aResetConnectionIsLost() {
        try (Connected it = Connected.plain()) {
            CompletableFuture<Payload> answer = it.client.requestAsync("echo", 1);
            it.broker.take();
            it.broker.reset();
            assertThat(RequestIT.failure(answer, ConnectionLostException.class).delivery())
                    .isEqualTo(Delivery.MAYBE_SENT);
        }
    }

    @Test
    void aConnectionThatEndsInsideAFrameIsLost() {
        try (Connected it = Connected.plain()) {
            CompletableFuture<Payload> answer = it.client.requestAsync("echo", 1);
            byte[] frame = it.broker.answerFrame(it.broker.take(), "1");
            it.broker.raw(frame, 0, frame.length - 1).close();
            ConnectionLostException lost = RequestIT.failure(answer, ConnectionLostException.class);
            assertThat(lost).hasMessageContaining("inside a frame").hasMessageContaining("TRUNCATED");
            assertThat(lost.delivery()).isEqualTo(Delivery.MAYBE_SENT);
        }
    }

    @Test
    void aBadFrameEndsTheConnectionAndNamesTheOffset() {
        try (Connected it = Connected.plain()) {
            CompletableFuture<Payload> answer = it.client.requestAsync("echo", 1);
            it.broker.take();
            it.broker.raw(new byte[] {-1, -1, -1, -1, 0, 0, 0, 0});
            assertThat(RequestIT.failure(answer, ConnectionLostException.class))
                    .hasMessageContaining("FRAME_TOO_LARGE")
                    .hasMessageContaining("4294967295");
            assertClosedNaming(it, "bad frame");
            PeerSession.Seen last = it.broker.take();
            assertThat(last.header()).isEqualTo("response:error:1.0.0");
            assertThat(last.text()).startsWith("error:{").contains("PAYLOAD_TOO_LARGE", "FRAME_TOO_LARGE");
            assertThat(it.broker.atEnd()).isTrue();
        }
    }

    @Test
    void whatStillWaitedWhenTheConnectionEndedWasNotSent() {
        try (Connected it = slowReader()) {
            long before = it.client.stats().bytesSent();
            List<CompletableFuture<Payload>> all = fill(it);
            await().until(() -> it.client.stats().bytesSent() > before);
            it.broker.reset();
            CompletableFuture<Payload> last = all.get(all.size() - 1);
            assertThat(RequestIT.failure(last, ConnectionLostException.class).delivery())
                    .isEqualTo(Delivery.NOT_SENT);
            assertThat(RequestIT.failure(all.get(0), ConnectionLostException.class)
                            .delivery())
                    .isEqualTo(Delivery.MAYBE_SENT);
        }
    }

    @Test
    void whatStillWaitedWhenABadFrameCameIsNeverWritten() {
        try (Connected it = slowReader()) {
            List<CompletableFuture<Payload>> all = fill(it);
            CompletableFuture<Payload> waiting = it.client.requestAsync("waiting", 1);
            it.broker.raw(new byte[] {-1, -1, -1, -1, 0, 0, 0, 0});
            assertThat(RequestIT.failure(waiting, ConnectionLostException.class).delivery())
                    .isEqualTo(Delivery.NOT_SENT);
            long sent = all.stream()
                    .map(each -> RequestIT.failure(each, ConnectionLostException.class))
                    .filter(lost -> lost.delivery() == Delivery.MAYBE_SENT)
                    .count();
            for (int i = 0; i < sent; i++) {
                it.broker.takeTopic("fill");
            }
            assertThat(it.broker.take().topic()).isEqualTo("error");
            assertThat(it.broker.atEnd()).isTrue();
        }
    }

    @Test
    void whatTimesOutInTheQueueIsNeverWritten() {
        try (Connected it = slowReader()) {
            List<CompletableFuture<Payload>> all = fill(it);
            Route<Object, Payload> hasty = Route.of("hasty").timeout(Duration.ofMillis(20));
            CompletableFuture<Payload> hastyAnswer = it.client.requestAsync(hasty, 1);
            CompletableFuture<Payload> patient = it.client.requestAsync("patient", 1);
            assertThat(RequestIT.failure(hastyAnswer, RequestTimeoutException.class)
                            .delivery())
                    .isEqualTo(Delivery.NOT_SENT);
            answerAll(it, all.size());
            PeerSession.Seen after = it.broker.take();
            assertThat(after.topic()).isEqualTo("patient");
            it.broker.answer(after, "1");
            patient.join();
            all.forEach(CompletableFuture::join);
        }
    }

    @Test
    void whatIsCancelledInTheQueueIsNeverWritten() {
        try (Connected it = slowReader()) {
            List<CompletableFuture<Payload>> all = fill(it);
            CompletableFuture<Payload> cancelled = it.client.requestAsync("cancelled", 1);
            CompletableFuture<Payload> patient = it.client.requestAsync("patient", 1);
            assertThat(cancelled.thenApply(Payload::text).cancel(false)).isTrue();
            answerAll(it, all.size());
            PeerSession.Seen after = it.broker.take();
            assertThat(after.topic()).isEqualTo("patient");
            it.broker.answer(after, "1");
            patient.join();
        }
    }

    @Test
    void aFullQueueRefusesAndNothingIsSent() {
        OutboundLimits small = new OutboundLimits(1_000, 2_000, 1_000_000, Duration.ofMinutes(1), Overflow.FAIL);
        try (Connected it = slowReader(small)) {
            List<QueueFullException> refused = new ArrayList<>();
            for (int i = 0; i < 1_000 && refused.isEmpty(); i++) {
                CompletableFuture<Payload> each = it.client.requestAsync("fill", BIG);
                if (each.isCompletedExceptionally()) {
                    refused.add(RequestIT.failure(each, QueueFullException.class));
                }
            }
            QueueFullException full = refused.get(0);
            assertThat(full.delivery()).isEqualTo(Delivery.NOT_SENT);
            assertThat(full.limit()).isEqualTo(1_000_000);
        }
    }

    @Test
    void aClosedClientRefusesAndNothingIsSent() {
        try (Connected it = Connected.plain()) {
            it.client.closeNow();
            assertThatThrownBy(() -> it.client.request("echo", 1))
                    .isInstanceOfSatisfying(
                            ClosedException.class, e -> assertThat(e.delivery()).isEqualTo(Delivery.NOT_SENT));
            assertThat(RequestIT.failure(it.client.requestAsync("echo", 1), ClosedException.class)
                            .delivery())
                    .isEqualTo(Delivery.NOT_SENT);
            assertThatThrownBy(() -> it.client.publish("events.x", 1)).isInstanceOf(ClosedException.class);
        }
    }

    @Test
    void whatCloseNowCutsShortMayHaveBeenSent() {
        try (Connected it = Connected.plain()) {
            CompletableFuture<Payload> answer = it.client.requestAsync("echo", 1);
            it.broker.take();
            it.client.closeNow();
            assertThat(RequestIT.failure(answer, ClosedException.class).delivery())
                    .isEqualTo(Delivery.MAYBE_SENT);
        }
    }

    private static void assertClosedNaming(Connected it, String reason) {
        assertThatThrownBy(() -> it.client.request("echo", 1))
                .isInstanceOf(ConnectionLostException.class)
                .hasMessageContaining(reason)
                .extracting(e -> ((TrunklineException) e).delivery())
                .isEqualTo(Delivery.NOT_SENT);
        assertThat(it.client.state()).isEqualTo(ClientState.CLOSED);
    }

    private static Connected slowReader() {
        return slowReader(new OutboundLimits(1_000, 2_000, 60_000_000, Duration.ofMinutes(1), Overflow.FAIL));
    }

    private static Connected slowReader(OutboundLimits limits) {
        SocketOptions small = SocketOptions.builder().sendBuffer(64 * 1024).build();
        return Connected.with(
                options -> options.maxPayload(900_000).outbound(limits).socket(small));
    }

    /** Sends until the kernel takes no more: it was told to hold 64 KiB here and at the peer's end, far less than this. */
    private static List<CompletableFuture<Payload>> fill(Connected it) {
        List<CompletableFuture<Payload>> all = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            all.add(it.client.requestAsync("fill", BIG));
        }
        return all;
    }

    private static void answerAll(Connected it, int count) {
        for (int i = 0; i < count; i++) {
            it.broker.answer(it.broker.takeTopic("fill"), "1");
        }
    }
}
