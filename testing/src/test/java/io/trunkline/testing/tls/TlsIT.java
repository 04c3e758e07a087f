package io.trunkline.testing.tls;

import io.trunkline.Delivery;
import io.trunkline.Identity;
import io.trunkline.Payload;
import io.trunkline.Route;
import io.trunkline.client.ClientOptions;
import io.trunkline.client.FrameClient;
import io.trunkline.client.TrunklineClient;
import io.trunkline.codec.FrameFormat;
import io.trunkline.server.ListenOptions;
import io.trunkline.server.Rooms;
import io.trunkline.server.TrunklineServer;
import io.trunkline.testing.TestCertificate;
import io.trunkline.testing.TestCertificates;
import io.trunkline.transport.ClientCertificates;
import io.trunkline.transport.Connection;
import io.trunkline.transport.ConnectionHandler;
import io.trunkline.transport.TlsException;
import io.trunkline.transport.TlsInfo;
import io.trunkline.transport.TlsOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/** Servers and clients that speak TLS by their options, over real sockets. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class TlsIT {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Route<String, String> ECHO = Route.of("tls.echo", String.class, String.class);

    private final TestCertificates authority = TestCertificates.create();
    private final TestCertificate own = authority.server();
    private final BlockingQueue<Connection> accepted = new LinkedBlockingQueue<>();

    private TlsOptions.Builder serverTls() {
        return TlsOptions.builder().certificate(own.chainPem(), own.keyPem());
    }

    private TlsOptions.Builder clientTls() {
        return TlsOptions.builder().trust(authority.caPem());
    }

    /** Patient: the first handshake of a JVM takes seconds where the machine is busy. */
    private static ListenOptions listener(TlsOptions tls) {
        return ListenOptions.builder()
                .port(0)
                .tls(tls)
                .handshakeTimeout(PATIENCE)
                .build();
    }

    private static TrunklineServer broker(TlsOptions tls) {
        return TrunklineServer.builder()
                .listen(listener(tls))
                .handle(ECHO, text -> text)
                .start();
    }

    private TrunklineServer frames(TlsOptions tls) {
        return TrunklineServer.builder()
                .listen(listener(tls), FrameFormat.lengthPrefixed(), connection -> {
                    accepted.add(connection);
                    return connection::send;
                })
                .start();
    }

    private static ClientOptions to(TrunklineServer server, String host, TlsOptions tls) {
        return ClientOptions.builder()
                .endpoint(host, server.port())
                .tls(tls)
                .connectTimeout(PATIENCE)
                .requestTimeout(PATIENCE)
                .build();
    }

    private static FrameClient<Payload> connect(TrunklineServer server, TlsOptions tls) {
        return FrameClient.connect(FrameFormat.lengthPrefixed(), to(server, "localhost", tls));
    }

    /** Sends a frame and waits for its echo. */
    private static void requireAlive(FrameClient<Payload> client) {
        client.send(Payload.ofText("alive"));
        assertThat(client.receive(PATIENCE)).isEqualTo(Payload.ofText("alive"));
    }

    private TlsInfo info() throws InterruptedException {
        Connection connection = accepted.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        assertThat(connection).isNotNull();
        return connection.tls().orElseThrow();
    }

    @Test
    @Tag("feature-171")
    @Tag("feature-174")
    void requestsAreAnsweredOverTls() {
        try (TrunklineServer server = broker(serverTls().build());
                TrunklineClient client = TrunklineClient.connect(
                        to(server, "localhost", clientTls().build()))) {
            assertThat(client.request(ECHO, "hello")).isEqualTo("hello");
        }
    }

    @Test
    @Tag("feature-174")
    void clientOfMutualTlsHasAnIdentity() throws InterruptedException {
        TestCertificate alice = authority.client("alice.example.com");
        TlsOptions client =
                clientTls().certificate(alice.chainPem(), alice.keyPem()).build();
        TlsOptions demanding = serverTls()
                .trust(authority.caPem())
                .clientCertificates(ClientCertificates.REQUIRE)
                .build();
        try (TrunklineServer server = frames(demanding);
                FrameClient<Payload> connected = connect(server, client)) {
            requireAlive(connected);

            Connection connection = accepted.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);

            assertThat(connection).isNotNull();
            assertThat(connection.identity()).contains(Identity.of("alice.example.com"));
            assertThat(connection.tls().orElseThrow().protocol()).isEqualTo("TLSv1.3");
            assertThat(connection.tls().orElseThrow().cipher()).startsWith("TLS_");
            assertThat(connection.tls().orElseThrow().group()).contains("x25519");
        }
    }

    @Test
    void serverOfAnotherNameIsRefusedBeforeAnythingIsSent() {
        TlsOptions other = clientTls().serverName("other.example.com").build();
        try (TrunklineServer server = broker(serverTls().build())) {
            assertThatThrownBy(() -> TrunklineClient.connect(to(server, "localhost", other)))
                    .isInstanceOfSatisfying(
                            TlsException.class,
                            refused -> assertThat(refused.delivery()).isEqualTo(Delivery.NOT_SENT))
                    .hasMessageContaining("not for other.example.com");
        }
    }

    @Test
    void settingOfTheOtherEndIsRefusedByStartAndConnect() {
        TlsOptions asking = serverTls()
                .trust(authority.caPem())
                .clientCertificates(ClientCertificates.REQUEST)
                .build();
        assertThatThrownBy(() -> broker(clientTls().build()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("a server needs certificate");
        try (TrunklineServer server = broker(asking)) {
            assertThatThrownBy(() -> TrunklineClient.connect(to(server, "localhost", asking)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("clientCertificates(REQUEST) on a client");
        }
    }

    @Test
    void serverWithoutTlsHasNothingToReload() {
        try (TrunklineServer server =
                TrunklineServer.builder().listen(0).handle(ECHO, text -> text).start()) {
            assertThatThrownBy(server::reloadTls).isInstanceOf(IllegalStateException.class);
        }
    }

    /** Fault F40, by hand: live connections stay, new ones see the new certificate, a bad one is refused. */
    @Test
    void reloadCountsForNewConnections(@TempDir Path folder) throws Exception {
        TestCertificate.Files files = own.write(folder);
        TlsOptions tls =
                TlsOptions.builder().certificate(files.chain(), files.key()).build();
        try (TrunklineServer server = frames(tls);
                FrameClient<Payload> live = connect(server, clientTls().build())) {
            requireAlive(live);
            TestCertificate renewed = authority.server();
            Files.writeString(files.chain(), renewed.chainPem());
            assertThatThrownBy(server::reloadTls)
                    .isInstanceOf(TlsException.class)
                    .hasMessageContaining("does not belong to the certificate");
            Files.writeString(files.key(), renewed.keyPem());

            server.reloadTls();

            TlsOptions onlyRenewed =
                    TlsOptions.builder().trust(renewed.chainPem()).build();
            try (FrameClient<Payload> fresh = connect(server, onlyRenewed)) {
                requireAlive(fresh);
            }
            requireAlive(live);
        }
    }

    /** Fault F40, by itself: the files are watched, and the certificate that expires is replaced while it lives. */
    @Test
    void watchedFilesAreTakenUp(@TempDir Path folder) throws Exception {
        TestCertificate shortLived = authority
                .certificate("localhost")
                .dns("localhost")
                .validFor(Duration.ofSeconds(60))
                .issue();
        TestCertificate.Files files = shortLived.write(folder);
        TlsOptions tls = TlsOptions.builder()
                .certificate(files.chain(), files.key())
                .reloadEvery(Duration.ofMillis(100))
                .build();
        TlsOptions onlyRenewed = TlsOptions.builder().trust(own.chainPem()).build();
        try (TrunklineServer server = frames(tls);
                FrameClient<Payload> live = connect(server, clientTls().build())) {
            assertThatThrownBy(() -> connect(server, onlyRenewed)).isInstanceOf(TlsException.class);
            Files.writeString(files.chain(), own.chainPem());
            Files.writeString(files.key(), own.keyPem());

            await().atMost(PATIENCE)
                    .ignoreExceptionsInstanceOf(TlsException.class)
                    .untilAsserted(() -> {
                        try (FrameClient<Payload> fresh = connect(server, onlyRenewed)) {
                            requireAlive(fresh);
                        }
                    });
            requireAlive(live);
        }
    }

    /** A plain connection and an encrypted one are in one room, and get the same bytes. */
    @Test
    @Tag("feature-180")
    void roomsReachOverTlsToo() {
        Rooms<Payload> rooms = Rooms.create();
        ConnectionHandler.Factory<Payload> joining = connection -> {
            rooms.join("room", connection);
            return frame -> rooms.send("room", frame);
        };
        ListenOptions plain = ListenOptions.builder().name("plain").port(0).build();
        try (TrunklineServer server = TrunklineServer.builder()
                        .listen(
                                listener(serverTls().build()).toBuilder()
                                        .name("tls")
                                        .build(),
                                FrameFormat.lengthPrefixed(),
                                joining)
                        .listen(plain, FrameFormat.lengthPrefixed(), joining)
                        .start();
                FrameClient<Payload> open =
                        FrameClient.connect(FrameFormat.lengthPrefixed(), "localhost", server.port("plain"));
                FrameClient<Payload> secret = FrameClient.connect(
                        FrameFormat.lengthPrefixed(),
                        ClientOptions.builder()
                                .endpoint("localhost", server.port("tls"))
                                .tls(clientTls().build())
                                .connectTimeout(PATIENCE)
                                .build())) {
            await().atMost(PATIENCE).until(() -> rooms.members("room").size() == 2);
            for (String text : new String[] {"small", "x".repeat(200_000), "last"}) {
                secret.send(Payload.ofText(text));
                assertThat(open.receive(PATIENCE)).isEqualTo(Payload.ofText(text));
                assertThat(secret.receive(PATIENCE)).isEqualTo(Payload.ofText(text));
            }
        }
    }

    @Test
    void requestedCertificateThatIsNotAcceptedIsTold() throws InterruptedException {
        TestCertificate stranger = TestCertificates.create().client("mallory");
        TlsOptions client =
                clientTls().certificate(stranger.chainPem(), stranger.keyPem()).build();
        TlsOptions curious = serverTls()
                .trust(authority.caPem())
                .clientCertificates(ClientCertificates.REQUEST)
                .build();
        try (TrunklineServer server = frames(curious);
                FrameClient<Payload> connected = connect(server, client)) {
            requireAlive(connected);

            TlsInfo info = info();

            assertThat(info.authorized()).isFalse();
            assertThat(info.authorizationError()).isPresent();
            assertThat(info.peerCertificates()).isNotEmpty();
        }
    }
}
