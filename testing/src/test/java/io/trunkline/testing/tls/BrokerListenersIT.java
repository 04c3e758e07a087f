package io.trunkline.testing.tls;

import io.trunkline.Route;
import io.trunkline.client.ClientOptions;
import io.trunkline.client.TrunklineClient;
import io.trunkline.server.ListenOptions;
import io.trunkline.server.TrunklineServer;
import io.trunkline.testing.TestCertificate;
import io.trunkline.testing.TestCertificates;
import io.trunkline.transport.ConnectFailedException;
import io.trunkline.transport.TlsOptions;
import java.net.InetAddress;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** The doors of a broker: plain, over TLS, both at once, each on its own port and address. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class BrokerListenersIT {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Route<String, String> ECHO = Route.of("door.echo", String.class, String.class);

    private final TestCertificates authority = TestCertificates.create();
    private final TestCertificate own = authority.server();

    private ListenOptions tls(String name) {
        return ListenOptions.builder()
                .name(name)
                .port(0)
                .handshakeTimeout(PATIENCE)
                .tls(TlsOptions.builder()
                        .certificate(own.chainPem(), own.keyPem())
                        .build())
                .build();
    }

    private ClientOptions.Builder to(TrunklineServer server, String listener) {
        return ClientOptions.builder()
                .endpoint("localhost", server.port(listener))
                .connectTimeout(PATIENCE);
    }

    private ClientOptions overTls(TrunklineServer server, String listener) {
        return to(server, listener)
                .tls(TlsOptions.builder().trust(authority.caPem()).build())
                .build();
    }

    @Test
    @Tag("feature-146")
    @Tag("feature-147")
    @Tag("feature-150")
    @Tag("feature-152")
    void plainAndSecureListenersShareOneBroker() {
        ListenOptions plain = ListenOptions.builder()
                .name("tcp")
                .address(InetAddress.getLoopbackAddress())
                .port(0)
                .build();
        try (TrunklineServer server = TrunklineServer.builder()
                        .listen(plain)
                        .listen(tls("tls"))
                        .handle(ECHO, text -> text)
                        .start();
                TrunklineClient one = TrunklineClient.connect(to(server, "tcp").build());
                TrunklineClient two = TrunklineClient.connect(overTls(server, "tls"))) {
            assertThat(one.request(ECHO, "plain")).isEqualTo("plain");
            assertThat(two.request(ECHO, "secure")).isEqualTo("secure");
            assertThat(server.connections())
                    .hasSize(2)
                    .filteredOn(c -> c.tls().isPresent())
                    .hasSize(1);
        }
    }

    /** A plain port exists only where somebody opens one. */
    @Test
    @Tag("feature-151")
    void plainClientGetsNowhereOnASecurePort() {
        try (TrunklineServer server = TrunklineServer.builder()
                .listen(tls("tls"))
                .handle(ECHO, text -> text)
                .start()) {
            ClientOptions plain =
                    to(server, "tls").connectTimeout(Duration.ofSeconds(2)).build();
            assertThatThrownBy(() -> TrunklineClient.connect(plain).close()).isInstanceOf(ConnectFailedException.class);
        }
    }
}
