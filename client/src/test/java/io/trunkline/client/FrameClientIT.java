package io.trunkline.client;

import io.trunkline.ClosedException;
import io.trunkline.Payload;
import io.trunkline.PayloadException;
import io.trunkline.RequestTimeoutException;
import io.trunkline.codec.FrameFormat;
import io.trunkline.codec.Framing;
import io.trunkline.transport.ConnectionLostException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class FrameClientIT {
    private static final Duration PATIENCE = Duration.ofMillis(ScriptedPeer.PATIENCE_MILLIS);

    @AfterEach
    void noThreadIsLeft() {
        LeftThreads.assertNone();
    }

    @Test
    void framesAreSentAndReceivedInOrderAtEverySplit() {
        try (ScriptedPeer peer = ScriptedPeer.lengthPrefixed();
                FrameClient<Payload> client =
                        FrameClient.connect(FrameFormat.lengthPrefixed(), "127.0.0.1", peer.port())) {
            PeerSession other = peer.accept();
            client.send(Payload.ofText("ping"));
            assertThat(other.takeRaw().appendedTo(new byte[0])).isEqualTo("ping".getBytes(UTF_8));
            byte[] frame = other.frame(0, "pong".getBytes(UTF_8));
            for (int split = 1; split < frame.length; split++) {
                other.raw(frame, 0, split).raw(frame, split, frame.length);
                Payload got = client.receive(PATIENCE);
                assertThat(got).isEqualTo(Payload.ofText("pong"));
            }
            other.close();
        }
    }

    @Test
    void aThousandFramesThatNobodyTakesArriveAllTheSame() {
        try (ScriptedPeer peer = ScriptedPeer.lengthPrefixed();
                FrameClient<Payload> client = FrameClient.connect(
                        FrameFormat.lengthPrefixed(),
                        ClientOptions.of("127.0.0.1", peer.port()).toBuilder()
                                .reconnect(ReconnectPolicy.never())
                                .build())) {
            PeerSession other = peer.accept();
            CompletableFuture<Void> sending = CompletableFuture.runAsync(() -> {
                for (int i = 0; i < 1_000; i++) {
                    byte[] body = new byte[10_000];
                    body[0] = (byte) i;
                    other.raw(other.frame(0, body));
                }
                other.close();
            });
            for (int i = 0; i < 1_000; i++) {
                byte expected = (byte) i;
                assertThat(client.receive(PATIENCE))
                        .satisfies(got -> assertThat(got.asByteBuffer().get(0)).isEqualTo(expected));
            }
            assertThat(client.receive(PATIENCE)).as("the peer's orderly end").isNull();
            assertThat(client.receive(PATIENCE)).isNull();
            sending.join();
        }
    }

    @Test
    void nothingInTimeIsATimeoutAndTheNextFrameStillComes() {
        try (ScriptedPeer peer = ScriptedPeer.lengthPrefixed();
                FrameClient<Payload> client =
                        FrameClient.connect(FrameFormat.lengthPrefixed(), "127.0.0.1", peer.port())) {
            PeerSession other = peer.accept();
            assertThatThrownBy(() -> client.receive(Duration.ZERO)).isInstanceOf(RequestTimeoutException.class);
            assertThatThrownBy(() -> client.receive(Duration.ofMillis(5))).isInstanceOf(RequestTimeoutException.class);
            other.raw(other.frame(0, new byte[] {7}));
            assertThat(client.receive(PATIENCE)).isEqualTo(Payload.of(new byte[] {7}));
            other.close();
        }
    }

    @Test
    void anEndInsideAFrameIsALoss() {
        try (ScriptedPeer peer = ScriptedPeer.lengthPrefixed();
                FrameClient<Payload> client =
                        FrameClient.connect(FrameFormat.lengthPrefixed(), "127.0.0.1", peer.port())) {
            peer.accept().raw(new byte[] {0, 0, 0, 9, 1}).close();
            assertThatThrownBy(() -> client.receive(PATIENCE))
                    .isInstanceOf(ConnectionLostException.class)
                    .hasMessageContaining("TRUNCATED");
        }
    }

    @Test
    void aClosedClientNeitherSendsNorReceives() {
        try (ScriptedPeer peer = ScriptedPeer.lengthPrefixed()) {
            FrameClient<Payload> client = FrameClient.connect(FrameFormat.lengthPrefixed(), "127.0.0.1", peer.port());
            PeerSession other = peer.accept();
            client.send(Payload.ofText("last"));
            CompletableFuture<Void> closing = CompletableFuture.runAsync(client::close);
            assertThat(other.takeRaw().length()).isEqualTo(4);
            assertThat(other.atEnd()).isTrue();
            other.close();
            closing.join();
            client.close();
            assertThatThrownBy(() -> client.send(Payload.EMPTY)).isInstanceOf(ClosedException.class);
            assertThatThrownBy(() -> client.receive(PATIENCE)).isInstanceOf(ClosedException.class);
        }
    }

    @Test
    void framesAboveTheLimitAreRefusedHere() {
        try (ScriptedPeer peer = ScriptedPeer.lengthPrefixed();
                FrameClient<Payload> client = FrameClient.connect(
                        FrameFormat.lengthPrefixed(),
                        ClientOptions.builder()
                                .endpoint("127.0.0.1", peer.port())
                                .maxPayload(100)
                                .build())) {
            PeerSession other = peer.accept();
            assertThatThrownBy(() -> client.send(Payload.of(new byte[101]))).isInstanceOf(PayloadException.class);
            client.send(Payload.of(new byte[100]));
            assertThat(other.takeRaw().length()).isEqualTo(100);
            other.close();
        }
    }

    @Test
    void settingsThatOnlyABrokerClientUnderstandsAreRefused() {
        ClientOptions options = ClientOptions.builder()
                .endpoint("127.0.0.1", 1)
                .framing(Framing.ENVELOPE)
                .awaitInitialize(true)
                .build();
        assertThatThrownBy(() -> FrameClient.connect(FrameFormat.raw(), options))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("FRAMING")
                .hasMessageContaining("AWAIT_INITIALIZE");
    }

    /** Input 9 and promise P5, from the other side. */
    @Test
    void aFrameThatThePeerDoesNotFinishEndsTheConnectionWithThatReason() {
        try (ScriptedPeer peer = ScriptedPeer.lengthPrefixed()) {
            ClientOptions options = ClientOptions.of("127.0.0.1", peer.port()).toBuilder()
                    .frameTimeout(Duration.ofMillis(50))
                    .build();
            try (FrameClient<Payload> client = FrameClient.connect(FrameFormat.lengthPrefixed(), options)) {
                peer.accept().raw(new byte[] {0, 0, 0}, 0, 3);
                assertThatThrownBy(() -> client.receive(PATIENCE))
                        .isInstanceOf(ConnectionLostException.class)
                        .hasMessageContaining("a frame is not whole after")
                        .hasMessageContaining("limit 50 ms; 3 bytes of it have come");
            }
        }
    }
}
