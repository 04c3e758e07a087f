package io.trunkline.testing.client;

import io.trunkline.Delivery;
import io.trunkline.JsonMessage;
import io.trunkline.MediaRecord;
import io.trunkline.Payload;
import io.trunkline.client.ClientOptions;
import io.trunkline.client.FrameClient;
import io.trunkline.codec.FrameFormat;
import io.trunkline.server.ListenOptions;
import io.trunkline.server.TrunklineServer;
import io.trunkline.testing.TestCertificate;
import io.trunkline.testing.TestCertificates;
import io.trunkline.transport.ClientCertificates;
import io.trunkline.transport.TlsException;
import io.trunkline.transport.TlsOptions;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What seed 003 sends in one call each: a text, bytes, both over TLS, waiting or not. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class OneShotIT {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private static <F> TrunklineServer echo(FrameFormat<F> format, TlsOptions tls) {
        ListenOptions.Builder listener = ListenOptions.builder().port(0).handshakeTimeout(PATIENCE);
        return TrunklineServer.builder()
                .listen((tls == null ? listener : listener.tls(tls)).build(), format, c -> c::send)
                .start();
    }

    private static ClientOptions.Builder to(TrunklineServer server) {
        return ClientOptions.builder()
                .endpoint("localhost", server.port())
                .connectTimeout(PATIENCE)
                .requestTimeout(PATIENCE);
    }

    @Test
    @Tag("feature-196")
    void aTextIsAnswered() {
        try (TrunklineServer server = echo(FrameFormat.raw(), null)) {
            ClientOptions options = to(server).build();
            Payload answer = FrameClient.exchange(FrameFormat.raw(), options, Payload.ofText("grüezi"));
            assertThat(answer.text()).isEqualTo("grüezi");
        }
    }

    @Test
    @Tag("feature-197")
    void bytesAreAnswered() {
        byte[] bytes = {0, (byte) 0xFF, 13, 10, 0};
        try (TrunklineServer server = echo(FrameFormat.raw(), null)) {
            ClientOptions options = to(server).build();
            assertThat(FrameClient.exchange(FrameFormat.raw(), options, Payload.of(bytes)))
                    .isEqualTo(Payload.of(bytes));
        }
    }

    @Test
    @Tag("feature-198")
    void theAsyncFormDoesNotWait() throws Exception {
        try (TrunklineServer server = echo(FrameFormat.lineLength(), null)) {
            ClientOptions options = to(server).build();
            assertThat(FrameClient.exchangeAsync(FrameFormat.lineLength(), options, Payload.ofText("hi"))
                            .thenApplyAsync(Payload::text)
                            .get(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                    .isEqualTo("hi");
        }
    }

    @Test
    void messagesAndRecordsAreFramesToo() {
        FrameFormat<JsonMessage> json = JsonMessage.in(FrameFormat.lengthPrefixed());
        try (TrunklineServer server = echo(json, null)) {
            JsonMessage ping = JsonMessage.of("ping", Map.of("n", 1));
            assertThat(FrameClient.exchange(json, to(server).build(), ping)).isEqualTo(ping);
        }
        FrameFormat<MediaRecord> media = MediaRecord.in(FrameFormat.lengthPrefixed());
        try (TrunklineServer server = echo(media, null)) {
            MediaRecord record = MediaRecord.audio(7, 9, Payload.ofText("sound"));
            assertThat(FrameClient.exchange(media, to(server).build(), record)).isEqualTo(record);
        }
    }

    @Test
    @Tag("feature-199")
    void bothWorkOverMutualTls() throws Exception {
        TestCertificates authority = TestCertificates.create();
        TestCertificate own = authority.server();
        TestCertificate alice = authority.client("alice");
        TlsOptions serving = TlsOptions.builder()
                .certificate(own.chainPem(), own.keyPem())
                .trust(authority.caPem())
                .clientCertificates(ClientCertificates.REQUIRE)
                .build();
        try (TrunklineServer server = echo(FrameFormat.raw(), serving)) {
            ClientOptions options = to(server)
                    .tls(TlsOptions.builder()
                            .trust(authority.caPem())
                            .certificate(alice.chainPem(), alice.keyPem())
                            .build())
                    .build();
            assertThat(FrameClient.exchange(FrameFormat.raw(), options, Payload.ofText("sealed")))
                    .isEqualTo(Payload.ofText("sealed"));
            assertThat(FrameClient.exchangeAsync(FrameFormat.raw(), options, Payload.ofText("again"))
                            .get(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                    .isEqualTo(Payload.ofText("again"));
        }
    }

    @Test
    @Tag("feature-199")
    void anUnknownAuthorityIsRefusedUnlessTheCallerSaysInsecure() {
        TestCertificate own = TestCertificates.create().server();
        TlsOptions serving =
                TlsOptions.builder().certificate(own.chainPem(), own.keyPem()).build();
        try (TrunklineServer server = echo(FrameFormat.raw(), serving)) {
            ClientOptions trusting = to(server).tls(TlsOptions.SYSTEM_TRUST).build();
            assertThatThrownBy(() -> FrameClient.exchange(FrameFormat.raw(), trusting, Payload.EMPTY))
                    .isInstanceOfSatisfying(
                            TlsException.class, e -> assertThat(e.delivery()).isEqualTo(Delivery.NOT_SENT));
            ClientOptions careless = to(server)
                    .tls(TlsOptions.builder()
                            .insecureTrustAnyCertificate()
                            .insecureAcceptAnyHostName()
                            .build())
                    .build();
            assertThat(FrameClient.exchange(FrameFormat.raw(), careless, Payload.ofText("open")))
                    .isEqualTo(Payload.ofText("open"));
        }
    }
}
