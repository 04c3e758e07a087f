package io.trunkline.transport.internal.tls;

import io.trunkline.transport.PostQuantum;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

final class PemKeysTest {
    private static final PemKeys ALONE = new PemKeys(Optional.empty());

    private static List<PemBlock> blocks(String name) {
        return PemReader.read(name, Fixtures.bytes(name));
    }

    @ParameterizedTest
    @CsvSource({"server.key, EC", "rsa.key, RSA", "ed25519.key, EdDSA"})
    void pkcs8IsReadWithTheJdkAlone(String name, String algorithm) {
        assertThat(ALONE.read(blocks(name), null).getAlgorithm()).isEqualTo(algorithm);
    }

    @ParameterizedTest
    @CsvSource({
        "rsa-pkcs1.key, PKCS#1 (RSA PRIVATE KEY)",
        "server-sec1.key, SEC1 (EC PRIVATE KEY)",
        "server-encrypted.key, encrypted PKCS#8 (ENCRYPTED PRIVATE KEY)",
    })
    void otherFormatsNameTheArtifactAndTheCommandThatConverts(String name, String format) {
        assertThatThrownBy(() -> ALONE.read(blocks(name), new Password("secret".toCharArray())))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(name + ":1: the key is " + format)
                .hasMessageContaining("io.trunkline:trunkline-tls-bouncycastle")
                .hasMessageEndingWith("openssl pkcs8 -topk8 -nocrypt -in " + name + " -out key8.pem");
    }

    @Test
    void otherFormatsAreReadByTheExtension() {
        PrivateKey expected = ALONE.read(blocks("server.key"), null);
        RecordingExtension extension = new RecordingExtension(expected);

        PrivateKey read = new PemKeys(Optional.of(extension))
                .read(blocks("server-encrypted.key"), new Password("secret".toCharArray()));

        assertThat(read).isSameAs(expected);
        assertThat(extension.pem)
                .startsWith("-----BEGIN ENCRYPTED PRIVATE KEY-----")
                .endsWith("-----");
        assertThat(extension.password).isEqualTo("secret");
        assertThat(extension.given).as("wiped after use").containsOnly('\0');
    }

    @Test
    void passwordOfAKeyThatIsNotEncryptedIsRefused() {
        assertThatThrownBy(() -> ALONE.read(blocks("server.key"), new Password("secret".toCharArray())))
                .hasMessage("server.key:1: keyPassword is set, but the key is not encrypted");
    }

    @Test
    void chainInPlaceOfTheKeyIsNamed() {
        assertThatThrownBy(() -> ALONE.read(blocks("server.pem"), null))
                .hasMessage("server.pem:1: a CERTIFICATE, but no private key; the chain comes first, then the key");
    }

    @Test
    void keyInPlaceOfTheChainIsNamed() {
        assertThatThrownBy(() -> PemCertificates.chain(blocks("server.key")))
                .hasMessage("server.key:1: a private key, but no certificate; the chain comes first, then the key");
    }

    @Test
    void secondKeyIsRefused() {
        String twice = Fixtures.text("server.key") + Fixtures.text("rsa.key");

        assertThatThrownBy(() -> ALONE.read(PemReader.read("both", twice.getBytes(StandardCharsets.US_ASCII)), null))
                .hasMessage("both:6: a second private key");
    }

    @Test
    void chainInTheWrongOrderIsRefused() {
        assertThat(PemCertificates.chain(blocks("chained.pem"))).hasSize(2);
        assertThatThrownBy(() -> PemCertificates.chain(blocks("chained-reversed.pem")))
                .hasMessageContaining("has not signed the certificate before it, CN=Trunkline Test Intermediate");
    }

    @Test
    void keyAmongTrustedCertificatesIsRefused() {
        String both = Fixtures.text("ca.pem") + Fixtures.text("server.key");

        assertThatThrownBy(() -> PemCertificates.bundle(PemReader.read("ca", both.getBytes(StandardCharsets.US_ASCII))))
                .hasMessageEndingWith("a private key among trusted certificates");
    }

    @Test
    void damagedCertificateIsRefusedWithItsPlace() {
        String damaged = "-----BEGIN CERTIFICATE-----\nAQID\n-----END CERTIFICATE-----\n";

        assertThatThrownBy(
                        () -> PemCertificates.bundle(PemReader.read("ca", damaged.getBytes(StandardCharsets.US_ASCII))))
                .hasMessageStartingWith("ca:1: not an X.509 certificate");
    }

    @Test
    void passwordIsNotShown() {
        assertThat(new Password("secret".toCharArray())).hasToString("***");
    }

    /** Gives one key whatever it is asked to read. */
    private static final class RecordingExtension implements TlsExtension {
        private final PrivateKey key;
        String pem = "";
        String password = "";
        char[] given = {};

        RecordingExtension(PrivateKey key) {
            this.key = key;
        }

        @Override
        public String name() {
            return "recording";
        }

        @Override
        public PrivateKey readKey(char[] block, char @Nullable [] secret) throws GeneralSecurityException {
            pem = new String(block);
            given = block;
            password = secret == null ? "" : new String(secret);
            return key;
        }

        @Override
        public SSLContext newContext(@Nullable KeyMaterial own, X509ExtendedTrustManager trust) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void configure(SSLEngine engine, PostQuantum mode, List<String> groups) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Optional<String> unsuitable(KeyMaterial own, PostQuantum mode, List<String> groups) {
            return Optional.empty();
        }
    }
}
