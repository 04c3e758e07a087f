package io.trunkline.client;

import io.trunkline.Delivery;
import io.trunkline.JsonMessage;
import io.trunkline.Payload;
import io.trunkline.PayloadException;
import io.trunkline.RequestInterruptedException;
import io.trunkline.RequestTimeoutException;
import io.trunkline.TrunklineException;
import io.trunkline.codec.FrameFormat;
import io.trunkline.codec.Framing;
import io.trunkline.transport.ConnectFailedException;
import io.trunkline.transport.ConnectionLostException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** One frame out and one back, against peers that do exactly what a test says. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ExchangeIT {
    private static final Duration PATIENCE = Duration.ofMillis(ScriptedPeer.PATIENCE_MILLIS);

    /** Longer than a busy machine takes to connect to itself. */
    private static final Duration SHORT = Duration.ofSeconds(2);

    @AfterEach
    void noThreadIsLeft() {
        LeftThreads.assertNone();
    }

    private static ClientOptions to(ScriptedPeer peer, Duration requestTimeout) {
        return ClientOptions.builder()
                .endpoint("127.0.0.1", peer.port())
                .connectTimeout(PATIENCE)
                .requestTimeout(requestTimeout)
                .build();
    }

    private static CompletableFuture<Payload> ask(ScriptedPeer peer, FrameFormat<Payload> format) {
        return FrameClient.exchangeAsync(format, to(peer, PATIENCE), Payload.ofText("ping"));
    }

    private static <T extends Throwable> T failure(CompletableFuture<?> future, Class<T> type) {
        AtomicReference<T> cause = new AtomicReference<>();
        assertThatThrownBy(() -> future.get(ScriptedPeer.PATIENCE_MILLIS, TimeUnit.MILLISECONDS))
                .isInstanceOf(ExecutionException.class)
                .cause()
                .isInstanceOfSatisfying(type, cause::set);
        return Objects.requireNonNull(cause.get());
    }

    @Test
    @Tag("feature-198")
    void oneFrameGoesEachWay() throws Exception {
        try (ScriptedPeer peer = ScriptedPeer.envelope()) {
            CompletableFuture<Payload> answer = ask(peer, FrameFormat.envelope());
            PeerSession other = peer.accept();
            PeerSession.RawFrame asked = other.takeRaw();
            other.raw(other.frame(0, asked.appendedTo("re: ".getBytes(UTF_8))));
            assertThat(answer.get().text()).isEqualTo("re: ping");
            assertThat(other.atEnd()).isTrue();
            other.close();
        }
    }

    @Test
    @Tag("feature-197")
    void inTheRawFormatTheAnswerIsWhatOneReadBrings() throws Exception {
        try (ScriptedPeer peer = ScriptedPeer.envelope()) {
            CompletableFuture<Payload> answer = ask(peer, FrameFormat.raw());
            peer.accept().raw(new byte[] {1, 2, 3}).close();
            assertThat(answer.get()).isEqualTo(Payload.of(new byte[] {1, 2, 3}));
        }
    }

    @Test
    void aSecondFrameIsNotWaitedFor() throws Exception {
        try (ScriptedPeer peer = ScriptedPeer.lengthPrefixed()) {
            CompletableFuture<Payload> answer = ask(peer, FrameFormat.lengthPrefixed());
            PeerSession other = peer.accept();
            other.takeRaw();
            other.raw(other.frame(0, new byte[] {1})).raw(other.frame(0, new byte[] {2}));
            assertThat(answer.get()).isEqualTo(Payload.of(new byte[] {1}));
            other.close();
        }
    }

    @Test
    void withoutAnAnswerInTimeTheFrameMayHaveBeenSent() {
        try (ScriptedPeer peer = ScriptedPeer.envelope()) {
            assertThatThrownBy(() -> FrameClient.exchange(FrameFormat.envelope(), to(peer, SHORT), Payload.EMPTY))
                    .isInstanceOfSatisfying(
                            RequestTimeoutException.class,
                            e -> assertThat(e.delivery()).isEqualTo(Delivery.MAYBE_SENT))
                    .hasMessageContaining("no answer from 127.0.0.1:" + peer.port() + " within 2000 ms");
            assertThat(peer.accept().takeRaw().length()).isZero();
        }
    }

    @Test
    void aPeerThatClosesWithoutAnAnswerIsALoss() {
        try (ScriptedPeer peer = ScriptedPeer.envelope()) {
            CompletableFuture<Payload> answer = ask(peer, FrameFormat.envelope());
            PeerSession other = peer.accept();
            other.takeRaw();
            other.close();
            ConnectionLostException lost = failure(answer, ConnectionLostException.class);
            assertThat(lost.delivery()).isEqualTo(Delivery.MAYBE_SENT);
            assertThat(lost).hasMessageContaining("the peer closed without an answer");
        }
    }

    @Test
    void anAnswerThatIsNotUsableIsAnAnswer() {
        try (ScriptedPeer peer = ScriptedPeer.lengthPrefixed()) {
            CompletableFuture<JsonMessage> answer = FrameClient.exchangeAsync(
                    JsonMessage.in(FrameFormat.lengthPrefixed()),
                    to(peer, PATIENCE),
                    JsonMessage.parse(Payload.ofText("{\"type\":\"ping\"}"), "type"));
            PeerSession other = peer.accept();
            other.takeRaw();
            other.raw(other.frame(0, "not JSON".getBytes(UTF_8)));
            assertThat(failure(answer, PayloadException.class).delivery()).isEqualTo(Delivery.ANSWERED);
            other.close();
        }
    }

    @Test
    void aFrameAboveTheLimitIsNotSent() {
        try (ScriptedPeer peer = ScriptedPeer.lengthPrefixed()) {
            ClientOptions options =
                    to(peer, PATIENCE).toBuilder().maxPayload(10).build();
            assertThatThrownBy(
                            () -> FrameClient.exchange(FrameFormat.lengthPrefixed(), options, Payload.of(new byte[11])))
                    .isInstanceOfSatisfying(
                            PayloadException.class,
                            e -> assertThat(e.delivery()).isEqualTo(Delivery.NOT_SENT));
            assertThat(peer.accept().atEnd()).isTrue();
        }
    }

    @Test
    void withoutAConnectionNothingIsSent() {
        int port = ClosedPort.take();
        assertThatThrownBy(() -> FrameClient.exchange(
                        FrameFormat.envelope(), ClientOptions.of("127.0.0.1", port), Payload.EMPTY))
                .isInstanceOfSatisfying(
                        ConnectFailedException.class,
                        e -> assertThat(e.delivery()).isEqualTo(Delivery.NOT_SENT));
    }

    @Test
    void cancellingEndsTheConnection() {
        try (ScriptedPeer peer = ScriptedPeer.envelope()) {
            CompletableFuture<Payload> answer = ask(peer, FrameFormat.envelope());
            PeerSession other = peer.accept();
            other.takeRaw();
            answer.cancel(false);
            assertThat(other.atEnd()).isTrue();
        }
    }

    @Test
    void cancellingWhileConnectingLeavesNothing() {
        try (ScriptedPeer peer = ScriptedPeer.envelope()) {
            for (int i = 0; i < 50; i++) {
                assertThat(ask(peer, FrameFormat.envelope()).cancel(false)).isTrue();
            }
        }
    }

    @Test
    void anInterruptEndsTheWaitAndTheConnectionAndIsRestored() throws Exception {
        try (ScriptedPeer peer = ScriptedPeer.envelope()) {
            AtomicReference<TrunklineException> thrown = new AtomicReference<>();
            AtomicBoolean flag = new AtomicBoolean();
            Thread caller = new Thread(() -> {
                try {
                    FrameClient.exchange(FrameFormat.envelope(), to(peer, PATIENCE), Payload.EMPTY);
                } catch (TrunklineException e) {
                    thrown.set(e);
                    flag.set(Thread.currentThread().isInterrupted());
                }
            });
            caller.start();
            PeerSession other = peer.accept();
            other.takeRaw();
            caller.interrupt();
            caller.join();
            assertThat(thrown.get())
                    .isInstanceOfSatisfying(
                            RequestInterruptedException.class,
                            interrupted -> assertThat(interrupted.delivery()).isEqualTo(Delivery.MAYBE_SENT));
            assertThat(flag).isTrue();
            assertThat(other.atEnd()).isTrue();
        }
    }

    @Test
    void theBlockingFormIsRefusedOnTheLoop() throws Exception {
        try (ScriptedPeer peer = ScriptedPeer.envelope()) {
            CompletableFuture<Payload> first = ask(peer, FrameFormat.envelope());
            CompletableFuture<Payload> second =
                    first.thenApply(answer -> FrameClient.exchange(FrameFormat.envelope(), to(peer, PATIENCE), answer));
            PeerSession other = peer.accept();
            other.takeRaw();
            other.raw(other.frame(0, new byte[1]));
            assertThat(failure(second, IllegalStateException.class)).hasMessageContaining("use exchangeAsync");
            other.close();
        }
    }

    @Test
    void settingsThatOnlyABrokerClientUnderstandsAreRefused() {
        ClientOptions options = ClientOptions.builder()
                .endpoint("127.0.0.1", 1)
                .framing(Framing.ENVELOPE)
                .build();
        assertThatThrownBy(() -> FrameClient.exchangeAsync(FrameFormat.raw(), options, Payload.EMPTY))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("FRAMING");
    }
}
