package io.trunkline.tls.bouncycastle;

import io.trunkline.Route;
import io.trunkline.client.ClientOptions;
import io.trunkline.client.TrunklineClient;
import io.trunkline.server.ListenOptions;
import io.trunkline.server.TrunklineServer;
import io.trunkline.testing.KeyFormat;
import io.trunkline.testing.KeyType;
import io.trunkline.testing.TestCertificate;
import io.trunkline.testing.TestCertificates;
import io.trunkline.transport.ClientCertificates;
import io.trunkline.transport.Connection;
import io.trunkline.transport.PostQuantum;
import io.trunkline.transport.TlsException;
import io.trunkline.transport.TlsInfo;
import io.trunkline.transport.TlsOptions;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Post-quantum as a user asks for it: by one option of server and client, over real sockets. */
class PostQuantumIT {
    record Say(String text) {}

    /** The first handshake of a JVM takes seconds where the machine is busy. */
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private static final Route<Say, Say> SAY = Route.of("echo.say", Say.class, Say.class);
    private static final TestCertificates CA = TestCertificates.create(KeyType.RSA_2048);

    private static TlsOptions.Builder showing(TestCertificate own) {
        return TlsOptions.builder().certificate(own.chainPem(), own.keyPem());
    }

    private static TestCertificate rsa() {
        return CA.certificate("localhost")
                .dns("localhost")
                .ip("127.0.0.1")
                .key(KeyType.RSA_2048)
                .issue();
    }

    private static TrunklineServer start(TlsOptions tls) {
        return TrunklineServer.builder()
                .listen(ListenOptions.builder()
                        .port(0)
                        .tls(tls)
                        .handshakeTimeout(PATIENCE)
                        .build())
                .handle(SAY, say -> say)
                .start();
    }

    /** What the server knows of the connection, after a request went through it. */
    private static TlsInfo talk(TrunklineServer server, TlsOptions tls) {
        ClientOptions options = ClientOptions.builder()
                .endpoint("localhost", server.port())
                .tls(tls)
                .connectTimeout(PATIENCE)
                .requestTimeout(PATIENCE)
                .build();
        try (TrunklineClient client = TrunklineClient.connect(options)) {
            assertThat(client.request(SAY, new Say("x".repeat(100_000))).text()).hasSize(100_000);
            Connection connection = server.connections().iterator().next();
            return connection.tls().orElseThrow();
        }
    }

    private static TlsOptions client(PostQuantum mode) {
        return TlsOptions.builder().trust(CA.caPem()).postQuantum(mode).build();
    }

    @ParameterizedTest
    @CsvSource({
        "PREFER,  PREFER,  X25519MLKEM768",
        "PREFER,  REQUIRE, X25519MLKEM768",
        "REQUIRE, PREFER,  X25519MLKEM768",
        "REQUIRE, REQUIRE, X25519MLKEM768",
        "PREFER,  OFF,     x25519",
        "OFF,     PREFER,  x25519"
    })
    void theGroupIsTheBestThatBothHave(PostQuantum client, PostQuantum server, String group) {
        try (TrunklineServer running = start(showing(rsa()).postQuantum(server).build())) {
            TlsInfo info = talk(running, client(client));

            assertThat(info.protocol()).isEqualTo("TLSv1.3");
            assertThat(info.group()).hasValue(group);
        }
    }

    @ParameterizedTest
    @CsvSource({"REQUIRE, OFF", "OFF, REQUIRE"})
    void requiredMeansThatAClassicPeerIsRefused(PostQuantum client, PostQuantum server) {
        try (TrunklineServer running = start(showing(rsa()).postQuantum(server).build())) {
            assertThatThrownBy(() -> talk(running, client(client))).satisfies(e -> {
                assertThat(e instanceof TlsException || e.getCause() instanceof TlsException)
                        .as("%s", e)
                        .isTrue();
                assertThat(e.getMessage())
                        .contains(
                                client == PostQuantum.REQUIRE
                                        ? "needs a peer that can do X25519MLKEM768"
                                        : "handshake");
            });
        }
    }

    @Test
    void requiredWithAnEllipticKeyIsRefusedWhenItIsBuilt() {
        TestCertificate curved = CA.server();

        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> showing(curved).postQuantum(PostQuantum.REQUIRE).build())
                .withMessageContainingAll("REQUIRE", "secp256r1", "X25519MLKEM768", "RSA or Ed25519");
    }

    @Test
    void mutualTlsIsPostQuantumToo() {
        TlsOptions server = showing(rsa())
                .trust(CA.caPem())
                .clientCertificates(ClientCertificates.REQUIRE)
                .postQuantum(PostQuantum.REQUIRE)
                .build();
        TestCertificate alice = CA.certificate("alice")
                .dns("alice")
                .forClients()
                .key(KeyType.ED25519)
                .issue();
        try (TrunklineServer running = start(server)) {
            TlsInfo info = talk(
                    running,
                    showing(alice)
                            .trust(CA.caPem())
                            .postQuantum(PostQuantum.REQUIRE)
                            .build());

            assertThat(info.peerCertificates()).first().isEqualTo(alice.certificate());
            assertThat(info.group()).hasValue("X25519MLKEM768");
            assertThatThrownBy(() -> talk(running, client(PostQuantum.REQUIRE))).isInstanceOf(RuntimeException.class);
        }
    }

    /** The extension reads the key; the JDK does the rest. */
    @ParameterizedTest
    @CsvSource({
        "PKCS1, RSA_2048",
        "SEC1, EC_P256",
        "ENCRYPTED_PKCS8, EC_P256",
        "ENCRYPTED_PKCS8, ED25519",
        "LEGACY_AES, RSA_2048"
    })
    void keysOfEveryFormatServe(KeyFormat format, KeyType type, @TempDir Path folder) {
        TestCertificate own =
                CA.certificate("localhost").dns("localhost").key(type).issue();
        char[] password = "open sesame".toCharArray();
        boolean plain = format == KeyFormat.PKCS1 || format == KeyFormat.SEC1;
        TestCertificate.Files files = own.write(folder, plain ? own.keyPem(format) : own.keyPem(format, password));
        TlsOptions.Builder tls = TlsOptions.builder().certificate(files.chain(), files.key());

        try (TrunklineServer running = start((plain ? tls : tls.keyPassword(password)).build())) {
            assertThat(talk(running, client(PostQuantum.OFF)).protocol()).isEqualTo("TLSv1.3");
        }
    }

    @Test
    void aWrongPasswordIsNamedWithItsFile(@TempDir Path folder) {
        TestCertificate own = rsa();
        TestCertificate.Files files = own.write(folder, own.keyPem(KeyFormat.ENCRYPTED_PKCS8, "right".toCharArray()));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> TlsOptions.builder()
                        .certificate(files.chain(), files.key())
                        .keyPassword("wrong".toCharArray())
                        .build())
                .withMessageContainingAll("key.pem", "wrong password");
    }

    @Test
    void testCertificatesGiveOptionsInOneLine() {
        TestCertificates ca = TestCertificates.create();
        try (TrunklineServer plain = start(ca.serverTls());
                TrunklineServer mutual = start(ca.mutualServerTls())) {
            assertThat(talk(plain, ca.clientTls()).peerCertificates()).isEmpty();
            assertThat(talk(mutual, ca.mutualClientTls("alice")).peerCertificates())
                    .isNotEmpty();
            assertThatThrownBy(() -> talk(mutual, ca.clientTls())).isInstanceOf(RuntimeException.class);
            assertThatThrownBy(() -> talk(plain, TestCertificates.create().clientTls()))
                    .isInstanceOf(RuntimeException.class);
        }
    }
}
