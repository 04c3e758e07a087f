package io.trunkline.transport;

import io.trunkline.transport.internal.tls.ReloadableEngines;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

final class TlsOptionsTest {
    private static final char[] SECRET = "secret".toCharArray();

    private static Path fixture(String name) {
        return Path.of("src", "test", "resources", "tls", name);
    }

    private static String text(String name) throws IOException {
        return Files.readString(fixture(name), StandardCharsets.US_ASCII);
    }

    private static TlsOptions.Builder server() {
        return TlsOptions.builder().certificate(fixture("server.pem"), fixture("server.key"));
    }

    private static KeyStore store(String name) throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(fixture(name))) {
            store.load(in, SECRET);
        }
        return store;
    }

    private static Arguments refused(String message, UnaryOperator<TlsOptions.Builder> settings) {
        return Arguments.of(message, settings);
    }

    private static SSLContext context() {
        try {
            return SSLContext.getDefault();
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    private static SSLContext neverInitialised() {
        try {
            return SSLContext.getInstance("TLS");
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    static Stream<Arguments> refusals() {
        Path chain = fixture("server.pem");
        Path key = fixture("server.key");
        Path ca = fixture("ca.pem");
        return Stream.of(
                refused(
                        "TLS: sslContext and certificate",
                        b -> b.sslContext(context()).certificate(chain, key)),
                refused(
                        "TLS: sslContext and trust",
                        b -> b.sslContext(context()).trust(ca)),
                refused(
                        "TLS: sslContext and insecureTrust",
                        b -> b.sslContext(context()).insecureTrustAnyCertificate()),
                refused(
                        "TLS: sslContext and postQuantum",
                        b -> b.sslContext(context()).postQuantum(PostQuantum.PREFER)),
                refused(
                        "TLS: sslContext and reloadEvery",
                        b -> b.sslContext(context()).reloadEvery(Duration.ofHours(1))),
                refused(
                        "TLS: a connection shows one",
                        b -> b.certificate(chain, key).certificate(chain, key)),
                refused("TLS: sslContext makes no engine", b -> b.sslContext(neverInitialised())),
                refused("TLS: keyPassword opens", b -> b.keyPassword(SECRET)),
                refused(key + ":1: a private key, but no certificate", b -> b.certificate(key, key)),
                refused(chain + ":1: a CERTIFICATE, but no private key", b -> b.certificate(chain, chain)),
                refused(
                        key + ":1: keyPassword is set",
                        b -> b.certificate(chain, key).keyPassword(SECRET)),
                refused("does not belong to the certificate", b -> b.certificate(fixture("rsa.pem"), key)),
                refused("does not belong to the certificate", b -> b.certificate(fixture("ca.pem"), key)),
                refused("expired at 2020-01-01T00:00:00Z", b -> b.certificate(fixture("expired.pem"), key)),
                refused("not valid before 2050-01-01T00:00:00Z", b -> b.certificate(fixture("not-yet.pem"), key)),
                refused("an RSA key of 1024 bits", b -> b.certificate(fixture("weak.pem"), fixture("weak.key"))),
                refused("signed with SHA1withECDSA", b -> b.certificate(fixture("sha1.pem"), key)),
                refused("signed with RSASSA-PSS of SHA-1", b -> b.certificate(fixture("pss-sha1.pem"), key)),
                refused("has not signed", b -> b.certificate(fixture("chained-reversed.pem"), key)),
                refused("missing.pem: there is no such file", b -> b.trust(fixture("missing.pem"))),
                refused("trust: empty", b -> b.trust("")),
                refused("server.p12: binary", b -> b.trust(fixture("server.p12"))),
                refused("a private key among trusted", b -> b.trust(key)),
                refused("TLS: minVersion is", b -> b.minVersion("TLSv1.1")),
                refused("TLS: minVersion is", b -> b.minVersion("SSLv3")),
                refused("TLS: ciphers are of", b -> b.ciphers("TLS_RSA_WITH_AES_128_CBC_SHA")),
                refused("TLS: ciphers must name", TlsOptions.Builder::ciphers),
                refused(
                        "TLS: ciphers has none of TLS 1.3",
                        b -> b.minVersion("TLSv1.3").ciphers("TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256")),
                refused("TLS: groups are of", b -> b.groups("ffdhe2048")),
                refused("which postQuantum(PREFER) offers", b -> b.groups("X25519MLKEM768")),
                refused("TLS: groups names one twice", b -> b.groups("x25519", "x25519")),
                refused(
                        "has a key of the curve secp256r1",
                        b -> b.certificate(chain, key).groups("x25519")),
                refused("TLS: alpn names are", b -> b.alpn("")),
                refused("TLS: alpn names are", b -> b.alpn("a".repeat(256))),
                refused("TLS: alpn names one twice", b -> b.alpn("a", "a")),
                refused("TLS: serverName is", b -> b.serverName("not a name")),
                refused("TLS: serverName is", b -> b.serverName("a\0b")),
                refused(
                        "TLS: clientCertificates(REQUIRE) needs trust",
                        b -> b.certificate(chain, key).clientCertificates(ClientCertificates.REQUIRE)),
                refused(
                        "TLS: clientCertificates(REQUEST) is for servers",
                        b -> b.trust(ca)
                                .clientCertificates(ClientCertificates.REQUEST)
                                .insecureAcceptAnyHostName()),
                refused(
                        "TLS: insecureTrustAnyCertificate() and trust",
                        b -> b.trust(ca).insecureTrustAnyCertificate()),
                refused(
                        "TLS: reloadEvery is PT0.1S to PT24H: PT0.099S",
                        b -> b.trust(ca).reloadEvery(Duration.ofMillis(99))),
                refused(
                        "TLS: reloadEvery is PT0.1S to PT24H: PT24H0.001S",
                        b -> b.trust(ca).reloadEvery(Duration.ofDays(1).plusMillis(1))),
                refused("TLS: reloadEvery watches files", b -> b.reloadEvery(Duration.ofHours(1))),
                refused(
                        "TLS: postQuantum(REQUIRE) is not in the JDK: add io.trunkline:trunkline-tls-bouncycastle",
                        b -> b.postQuantum(PostQuantum.REQUIRE)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("refusals")
    @Tag("feature-101")
    void whatCannotWorkIsRefusedByName(String message, UnaryOperator<TlsOptions.Builder> settings) {
        TlsOptions.Builder builder = settings.apply(TlsOptions.builder());

        assertThatThrownBy(builder::build)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }

    @Test
    void signatureOfRsassaPssIsJudgedByItsHash() {
        TlsOptions good = TlsOptions.builder()
                .certificate(fixture("pss-sha256.pem"), fixture("server.key"))
                .build();

        assertThat(ReloadableEngines.forServer(good)).isNotNull();
    }

    @Test
    void limitsAreWithinWhatIsAllowed() {
        Path ca = fixture("ca.pem");

        assertThat(TlsOptions.builder()
                        .trust(ca)
                        .reloadEvery(Duration.ofMillis(100))
                        .alpn("a".repeat(255))
                        .build()
                        .reloadEvery())
                .contains(Duration.ofMillis(100));
        assertThat(TlsOptions.builder()
                        .trust(ca)
                        .reloadEvery(Duration.ofDays(1))
                        .build()
                        .reloadEvery())
                .contains(Duration.ofDays(1));
    }

    @Test
    void serverSettingOnAClientIsRefused() {
        TlsOptions asking = server().trust(fixture("ca.pem"))
                .clientCertificates(ClientCertificates.REQUIRE)
                .build();

        assertThatThrownBy(() -> ReloadableEngines.forClient(asking))
                .hasMessage("TLS: clientCertificates(REQUIRE) on a client: only a server asks for them");
    }

    @Test
    void clientSettingOnAServerIsRefused() {
        assertThatThrownBy(() -> ReloadableEngines.forServer(
                        server().serverName("a.example.com").build()))
                .hasMessage("TLS: serverName on a server: only a client sends it");
        assertThatThrownBy(() -> ReloadableEngines.forServer(
                        server().insecureAcceptAnyHostName().build()))
                .hasMessageStartingWith("TLS: insecure...() on a server");
        assertThatThrownBy(() -> ReloadableEngines.forServer(TlsOptions.SYSTEM_TRUST))
                .hasMessageStartingWith("TLS: a server needs certificate(chain, key)");
    }

    @Test
    void defaultsAreWhatTheSpecificationAsksFor() {
        assertThat(TlsOptions.SYSTEM_TRUST.minVersion()).isEqualTo("TLSv1.2");
        assertThat(TlsOptions.SYSTEM_TRUST.groups()).containsExactly("x25519", "secp256r1", "secp384r1");
        assertThat(TlsOptions.SYSTEM_TRUST.ciphers())
                .hasSize(9)
                .allMatch(suite -> suite.contains("_GCM_") || suite.contains("_POLY1305_"))
                .noneMatch(suite -> suite.startsWith("TLS_RSA") || suite.startsWith("TLS_DHE"));
        assertThat(TlsOptions.SYSTEM_TRUST.clientCertificates()).isEqualTo(ClientCertificates.NONE);
        assertThat(TlsOptions.SYSTEM_TRUST.postQuantum()).isEqualTo(PostQuantum.OFF);
    }

    @Test
    @Tag("feature-129")
    @Tag("feature-130")
    void certificateIsTakenFromTextsFilesAndKeyStores() throws Exception {
        String expiry = "2056";

        for (TlsOptions options : new TlsOptions[] {
            server().build(),
            TlsOptions.builder()
                    .certificate(text("server.pem"), text("server.key"))
                    .build(),
            TlsOptions.builder().keyStore(store("server.p12"), SECRET).build(),
            TlsOptions.builder()
                    .certificate(fixture("chained.pem"), fixture("server.key"))
                    .build(),
        }) {
            assertThat(ReloadableEngines.forServer(options).certificateExpiry())
                    .get()
                    .asString()
                    .startsWith(expiry);
        }
    }

    @Test
    void chainAndKeyMayShareAFile(@TempDir Path folder) throws IOException {
        Path both = Files.writeString(folder.resolve("both.pem"), text("server.pem") + text("server.key"));

        assertThat(ReloadableEngines.forServer(
                                TlsOptions.builder().certificate(both, both).build())
                        .certificateExpiry())
                .isPresent();
    }

    @Test
    void copyKeepsEverySettingAndBuildsAgain() throws Exception {
        TlsOptions first = TlsOptions.builder()
                .keyStore(store("server.p12"), SECRET)
                .trust(fixture("ca.pem"))
                .clientCertificates(ClientCertificates.REQUEST)
                .minVersion("TLSv1.3")
                .ciphers("TLS_AES_256_GCM_SHA384")
                .groups("secp256r1", "x448")
                .alpn("a", "b")
                .reloadEvery(Duration.ofMinutes(1))
                .build();

        assertThat(first.toBuilder().build()).hasToString(first.toString());
        TlsOptions.Builder client = TlsOptions.builder()
                .insecureTrustAnyCertificate()
                .insecureAcceptAnyHostName()
                .serverName("a.example.com");
        assertThat(client.build().toBuilder().build())
                .hasToString(client.build().toString());
    }

    @Test
    void builderCanBuildTwice() throws Exception {
        TlsOptions.Builder builder = TlsOptions.builder().keyStore(store("server.p12"), SECRET);

        assertThat(builder.build()).hasToString(builder.build().toString());
    }

    @Test
    void noSecretIsShown() throws Exception {
        TlsOptions options = TlsOptions.builder()
                .keyStore(store("server.p12"), SECRET)
                .trust(text("ca.pem"))
                .build();

        assertThat(options.toString())
                .doesNotContain("secret")
                .doesNotContain("BEGIN")
                .contains("trust=[text]");
    }

    @Test
    void wrongPasswordOfAKeyStoreIsNamedButNotShown() throws Exception {
        TlsOptions.Builder builder = TlsOptions.builder().keyStore(store("server.p12"), "hunter2".toCharArray());

        assertThatThrownBy(builder::build)
                .hasMessageStartingWith("keyStore: the key cannot be read")
                .hasMessageNotContaining("hunter2");
    }

    @Test
    void keyStoreWithoutAKeyIsRefused() throws Exception {
        KeyStore empty = KeyStore.getInstance("PKCS12");
        empty.load(null, null);
        TlsOptions.Builder builder = TlsOptions.builder().keyStore(empty, SECRET);

        assertThatThrownBy(builder::build).hasMessage("keyStore holds exactly one private key: []");
    }
}
