package io.trunkline.transport.internal.tls;

import io.trunkline.Identity;
import io.trunkline.transport.ClientCertificates;
import io.trunkline.transport.PostQuantum;
import io.trunkline.transport.TlsInfo;
import io.trunkline.transport.TlsOptions;
import java.security.CryptoPrimitive;
import java.security.cert.X509Certificate;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

final class HandshakeTest {
    private static final TlsOptions CLIENT = Fixtures.client().build();
    private static final TlsOptions SERVER = Fixtures.server("server").build();

    private static TlsOptions asking(ClientCertificates how) {
        return Fixtures.server("server")
                .trust(Fixtures.path("ca.pem"))
                .clientCertificates(how)
                .build();
    }

    private static TlsOptions.Builder showing(String certificate) {
        return Fixtures.client().certificate(Fixtures.path(certificate), Fixtures.path("server.key"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "LOCALHOST", "localhost.", "127.0.0.1", "::1"})
    void clientAndServerAgreeOnTheNewestVersion(String host) throws SSLException {
        TlsInfo info = EnginePair.of(CLIENT, SERVER, host).connect().clientInfo();

        assertThat(info.protocol()).isEqualTo("TLSv1.3");
        assertThat(info.cipher()).isEqualTo("TLS_AES_128_GCM_SHA256");
        assertThat(info.authorized()).isTrue();
        assertThat(info.peerCertificates()).hasSize(1);
        assertThat(info.applicationProtocol()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "server, TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
        "server, TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
        "rsa, TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
        "ed25519, TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
        "server, TLS_CHACHA20_POLY1305_SHA256",
        "rsa, TLS_AES_256_GCM_SHA384",
        "ed25519, TLS_AES_128_GCM_SHA256",
    })
    void everySuiteAndKindOfKeyWorks(String certificate, String suite) throws SSLException {
        TlsOptions client = Fixtures.client().ciphers(suite).build();
        TlsOptions server = Fixtures.server(certificate).build();

        TlsInfo info = EnginePair.of(client, server, "localhost").connect().clientInfo();

        assertThat(info.cipher()).isEqualTo(suite);
        assertThat(info.protocol()).isEqualTo(suite.contains("ECDHE") ? "TLSv1.2" : "TLSv1.3");
    }

    @ParameterizedTest
    @ValueSource(strings = {"names", "common-name", "nul"})
    void certificateForAnotherNameIsRefusedInTheHandshake(String certificate) {
        TlsOptions server = TlsOptions.builder()
                .certificate(Fixtures.path(certificate + ".pem"), Fixtures.path("server.key"))
                .build();

        assertThatThrownBy(() -> EnginePair.of(CLIENT, server, "localhost").connect())
                .isInstanceOf(SSLHandshakeException.class)
                .hasMessageContaining("the certificate is not for localhost");
    }

    @Test
    void otherAuthorityIsRefusedInTheHandshake() {
        TlsOptions stranger = TlsOptions.trusting(Fixtures.path("other-ca.pem"));

        assertThatThrownBy(() -> EnginePair.of(stranger, SERVER, "localhost").connect())
                .isInstanceOf(SSLHandshakeException.class)
                .hasMessageContaining("unable to find valid certification path");
        assertThatThrownBy(() -> EnginePair.of(TlsOptions.SYSTEM_TRUST, SERVER, "localhost")
                        .connect())
                .isInstanceOf(SSLHandshakeException.class);
    }

    @Test
    void oldAndNewAuthorityAreTrustedTogetherWhileOneIsReplaced() throws SSLException {
        TlsOptions both = TlsOptions.builder()
                .trust(Fixtures.path("other-ca.pem"), Fixtures.path("ca.pem"))
                .build();

        assertThat(EnginePair.of(both, SERVER, "localhost")
                        .connect()
                        .clientInfo()
                        .authorized())
                .isTrue();
    }

    @Test
    void serverNameReplacesTheHost() throws SSLException {
        TlsOptions named = Fixtures.client().serverName("localhost").build();

        assertThat(EnginePair.of(named, SERVER, "10.9.8.7")
                        .connect()
                        .clientInfo()
                        .authorized())
                .isTrue();
    }

    @Test
    void acceptingAnyHostNameStillChecksTheChainAndSaysWhatIsWrong() throws SSLException {
        TlsOptions any = Fixtures.client().insecureAcceptAnyHostName().build();
        TlsOptions stranger = TlsOptions.builder()
                .trust(Fixtures.path("other-ca.pem"))
                .insecureAcceptAnyHostName()
                .build();

        TlsInfo info = EnginePair.of(any, SERVER, "other.example.com").connect().clientInfo();

        assertThat(info.authorized()).isFalse();
        assertThat(info.authorizationError()).get().asString().contains("not for other.example.com");
        assertThat(PeerIdentity.of(info)).isEmpty();
        assertThatThrownBy(() -> EnginePair.of(stranger, SERVER, "localhost").connect())
                .isInstanceOf(SSLHandshakeException.class);
    }

    @Test
    void trustingAnyCertificateStillChecksTheName() throws SSLException {
        TlsOptions any = TlsOptions.builder().insecureTrustAnyCertificate().build();

        TlsInfo info = EnginePair.of(any, SERVER, "localhost").connect().clientInfo();

        assertThat(info.authorized()).isFalse();
        assertThat(info.authorizationError()).isPresent();
        assertThatThrownBy(() -> EnginePair.of(any, SERVER, "other.example.com").connect())
                .hasMessageContaining("not for other.example.com");
    }

    @Test
    void serverThatAsksForNothingKnowsNobody() throws SSLException {
        EnginePair pair = EnginePair.of(showing("client.pem").build(), SERVER, "localhost")
                .connect();

        assertThat(pair.serverInfo().authorized()).isFalse();
        assertThat(pair.serverInfo().authorizationError()).isEmpty();
        assertThat(pair.serverInfo().peerCertificates()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"client.pem, spiffe://example.com/alice", "subject-only.pem, 'O=Example,CN=bob'"})
    void requiredCertificateGivesAnIdentity(String certificate, String name) throws SSLException {
        TlsInfo info = EnginePair.of(showing(certificate).build(), asking(ClientCertificates.REQUIRE), "localhost")
                .connect()
                .serverInfo();

        assertThat(info.authorized()).isTrue();
        assertThat(PeerIdentity.of(info)).contains(Identity.of(name));
    }

    @Test
    void clientWithoutTheRequiredCertificateIsRefused() {
        assertThatThrownBy(() -> EnginePair.of(CLIENT, asking(ClientCertificates.REQUIRE), "localhost")
                        .connect())
                .isInstanceOf(SSLException.class);
    }

    @ParameterizedTest
    @CsvSource({"REQUIRE, server.pem", "REQUIRE, rsa", "REQUEST, server.pem"})
    void certificateOfAnotherPurposeIsNoClientCertificate(ClientCertificates how, String certificate)
            throws SSLException {
        TlsOptions client = certificate.equals("rsa")
                ? strangerToTheServer()
                : showing(certificate).build();
        TlsOptions server = certificate.equals("rsa")
                ? Fixtures.server("server")
                        .trust(Fixtures.path("other-ca.pem"))
                        .clientCertificates(how)
                        .build()
                : asking(how);

        EnginePair pair = EnginePair.of(client, server, "localhost");

        if (how == ClientCertificates.REQUIRE) {
            assertThatThrownBy(pair::connect).isInstanceOf(SSLException.class);
        } else {
            TlsInfo info = pair.connect().serverInfo();
            assertThat(info.authorized()).isFalse();
            assertThat(info.authorizationError()).get().asString().contains("not a certificate for clients");
            assertThat(info.peerCertificates()).hasSize(1);
            assertThat(PeerIdentity.of(info)).isEmpty();
        }
    }

    private static TlsOptions strangerToTheServer() {
        return Fixtures.client()
                .certificate(Fixtures.path("rsa.pem"), Fixtures.path("rsa.key"))
                .build();
    }

    @Test
    void clientWithoutTheRequestedCertificateIsLetInWithoutIdentity() throws SSLException {
        TlsInfo info = EnginePair.of(CLIENT, asking(ClientCertificates.REQUEST), "localhost")
                .connect()
                .serverInfo();

        assertThat(info.authorized()).isFalse();
        assertThat(info.authorizationError()).contains("the client sent no certificate");
    }

    @Test
    void commonApplicationProtocolIsChosen() throws SSLException {
        TlsOptions client = Fixtures.client().alpn("b", "a").build();
        TlsOptions server = Fixtures.server("server").alpn("a", "c").build();

        EnginePair pair = EnginePair.of(client, server, "localhost").connect();

        assertThat(pair.clientInfo().applicationProtocol()).contains("a");
        assertThat(pair.serverInfo().applicationProtocol()).contains("a");
    }

    @Test
    void noCommonApplicationProtocolIsRefused() {
        TlsOptions client = Fixtures.client().alpn("b").build();
        TlsOptions server = Fixtures.server("server").alpn("a").build();

        assertThatThrownBy(() -> EnginePair.of(client, server, "localhost").connect())
                .isInstanceOf(SSLHandshakeException.class);
    }

    @Test
    void groupsAreChosenOnEveryJdk() {
        TlsOptions one = Fixtures.client().groups("secp384r1").build();
        TlsOptions same = Fixtures.server("rsa").groups("secp384r1", "x448").build();
        TlsOptions other = Fixtures.server("rsa").groups("x25519", "secp256r1").build();

        assertThatCode(() -> EnginePair.of(one, same, "localhost").connect()).doesNotThrowAnyException();
        assertThatThrownBy(() -> EnginePair.of(one, other, "localhost").connect())
                .isInstanceOf(SSLException.class);
    }

    @Test
    void finiteFieldsAreNotOffered() {
        List<String> allowed = List.of("x25519");
        HandshakeConstraints constraints = HandshakeConstraints.of(allowed);

        assertThat(constraints.permits(EnumSet.of(CryptoPrimitive.KEY_AGREEMENT), "ffdhe2048", null))
                .isFalse();
        assertThat(constraints.permits(EnumSet.of(CryptoPrimitive.KEY_AGREEMENT), "x25519", null))
                .isTrue();
        assertThat(constraints.permits(EnumSet.of(CryptoPrimitive.SIGNATURE), "rsa_pkcs1_sha1", null))
                .isFalse();
    }

    /** Input 114: TLS itself asks nobody when a session is resumed. */
    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void resumedSessionIsJudgedAgain(String version) throws Exception {
        String suite = version.equals("TLSv1.2") ? "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256" : "TLS_AES_128_GCM_SHA256";
        ReloadableEngines clients =
                ReloadableEngines.forClient(showing("client.pem").ciphers(suite).build());
        TlsOptions serverOptions = asking(ClientCertificates.REQUIRE);
        ReloadableEngines servers = ReloadableEngines.forServer(serverOptions);
        EnginePair first = new EnginePair(clients.newEngine("localhost", 443), servers.newEngine(null, 0)).connect();
        X509Certificate[] other = {Fixtures.certificate("other-ca.pem")};
        PeerVerifier afterRotation = new PeerVerifier(
                TrustedAuthorities.of(List.of(other)),
                TlsSetup.of(serverOptions).plan().trust());

        EnginePair second = new EnginePair(clients.newEngine("localhost", 443), servers.newEngine(null, 0)).connect();
        LoadedTls loaded = TlsSetup.of(serverOptions).loaded();
        assertThat(second.server.engine().getSession().getCreationTime())
                .as("resumed")
                .isEqualTo(first.server.engine().getSession().getCreationTime());
        LoadedTls rotated = new LoadedTls(loaded.context(), afterRotation, loaded.trust(), loaded.own(), "");

        assertThat(first.serverInfo().authorized()).isTrue();
        assertThat(Objects.requireNonNull(loaded.trust()).take(second.server.engine()))
                .as("nobody was asked")
                .isNull();
        assertThat(second.serverInfo().authorized()).isTrue();
        assertThat(PeerIdentity.of(second.serverInfo())).contains(Identity.of("spiffe://example.com/alice"));
        assertThat(second.clientInfo().authorized()).isTrue();
        assertThatThrownBy(() ->
                        new ConfiguredEngine(second.server.engine(), rotated, null, PostQuantum.OFF).completed(null))
                .isInstanceOf(SSLHandshakeException.class)
                .hasMessageContaining("certification path");
    }

    @Test
    void enginesOfTwoOptionsShareNoSession() throws SSLException {
        TlsOptions client = Fixtures.client().build();
        EnginePair first = EnginePair.of(client, Fixtures.server("server").build(), "localhost")
                .connect();
        EnginePair second = EnginePair.of(client, Fixtures.server("server").build(), "localhost")
                .connect();

        assertThat(verdictWasNeeded(first, client)).isTrue();
        assertThat(verdictWasNeeded(second, client)).isTrue();
    }

    /** Whether the client's trust manager was asked, which a full handshake does. */
    private static boolean verdictWasNeeded(EnginePair pair, TlsOptions client) {
        HandshakeTrust trust = TlsSetup.of(client).loaded().trust();
        return trust != null && trust.take(pair.client.engine()) != null;
    }
}
