package io.trunkline.testing;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Security;
import java.security.Signature;
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateFactory;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.RSAPrivateKey;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Everything that comes out is read with the JDK alone. */
class TestCertificatesTest {
    private static final TestCertificates CA = TestCertificates.create();
    private static final char[] PASSWORD = "correct horse".toCharArray();

    private static List<X509Certificate> read(String pem) throws CertificateException {
        return CertificateFactory.getInstance("X.509")
                .generateCertificates(new java.io.ByteArrayInputStream(pem.getBytes(US_ASCII)))
                .stream()
                .map(X509Certificate.class::cast)
                .toList();
    }

    private static void validate(TestCertificate certificate, X509Certificate root) throws Exception {
        PKIXParameters parameters = new PKIXParameters(Set.of(new TrustAnchor(root, null)));
        parameters.setRevocationEnabled(false);
        CertPathValidator.getInstance("PKIX")
                .validate(
                        CertificateFactory.getInstance("X.509").generateCertPath(read(certificate.chainPem())),
                        parameters);
    }

    @Test
    void serverIsValidForTheNamesOfThisMachine() throws Exception {
        TestCertificate server = CA.server();

        validate(server, CA.caCertificate());
        assertThat(server.certificate().getSubjectAlternativeNames())
                .extracting(name -> (Object) name.get(1))
                .containsExactly("localhost", "127.0.0.1", "0:0:0:0:0:0:0:1");
        assertThat(server.certificate().getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.1");
    }

    @Test
    void clientCarriesItsNameAndItsUse() throws Exception {
        TestCertificate alice = CA.client("alice");

        validate(alice, CA.caCertificate());
        assertThat(alice.certificate().getSubjectX500Principal().getName()).isEqualTo("CN=alice");
        assertThat(alice.certificate().getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.2");
        assertThat(CA.client("Alice Liddell").certificate().getSubjectAlternativeNames())
                .isNull();
    }

    @Test
    void anotherAuthorityIsNotTrusted() {
        assertThatThrownBy(() -> validate(TestCertificates.create().server(), CA.caCertificate()))
                .isInstanceOf(CertPathValidatorException.class);
    }

    @Test
    void commonNameAloneIsNoAlternativeName() throws Exception {
        assertThat(CA.certificate("localhost").issue().certificate().getSubjectAlternativeNames())
                .isNull();
    }

    @Test
    void aNameMayHoldWhatNoNameShould() throws Exception {
        TestCertificate odd = CA.certificate("odd")
                .dns("localhost\0.evil.example", "*.*.example")
                .issue();

        assertThat(odd.certificate().getSubjectAlternativeNames())
                .extracting(name -> (Object) name.get(1))
                .containsExactly("localhost\0.evil.example", "*.*.example");
    }

    @Test
    void timesCanBeWrong() {
        TestCertificate expired = CA.certificate("x").expired().issue();
        TestCertificate early = CA.certificate("x").notYetValid().issue();

        assertThatThrownBy(() -> expired.certificate().checkValidity()).isInstanceOf(CertificateExpiredException.class);
        assertThatThrownBy(() -> early.certificate().checkValidity())
                .isInstanceOf(CertificateNotYetValidException.class);
    }

    @Test
    void intermediatesAreSentAndTheRootIsNot() throws Exception {
        TestCertificate deep = CA.certificate("deep").intermediates(20).issue();

        assertThat(deep.chain()).hasSize(21).doesNotContain(CA.caCertificate());
        validate(deep, CA.caCertificate());
    }

    @Test
    void selfSignedCertificateIsItsOwnAuthority(@TempDir Path folder) throws Exception {
        TestCertificate alone = CA.certificate("alone").selfSigned().issue();

        alone.certificate().verify(alone.certificate().getPublicKey());
        assertThat(alone.chain()).hasSize(1);
        assertThat(read(Files.readString(alone.write(folder).ca()))).isEqualTo(alone.chain());
    }

    @Test
    void paddingMakesItLarge() throws Exception {
        assertThat(CA.certificate("large")
                        .padding(1 << 16)
                        .issue()
                        .certificate()
                        .getEncoded())
                .hasSizeBetween(1 << 16, (1 << 16) + 1024);
    }

    @Test
    void useCanBeWrongOrUnsaid() throws Exception {
        assertThat(CA.certificate("x").forCodeSigning().issue().certificate().getExtendedKeyUsage())
                .containsExactly("1.3.6.1.5.5.7.3.3");
        assertThat(CA.certificate("x").forAnyUse().issue().certificate().getExtendedKeyUsage())
                .isNull();
    }

    @Test
    void revokedCertificatesAreOnTheList() throws Exception {
        TestCertificate good = CA.client("good");
        TestCertificate bad = CA.client("bad");

        var list = CA.revoking(bad);

        list.verify(CA.caCertificate().getPublicKey());
        assertThat(list.isRevoked(bad.certificate())).isTrue();
        assertThat(list.isRevoked(good.certificate())).isFalse();
    }

    @ParameterizedTest
    @EnumSource
    void keysOfEveryKindSignWhatTheirCertificateVerifies(KeyType type) throws Exception {
        TestCertificate certificate = CA.certificate("signer").key(type).issue();
        Signature signature = Signature.getInstance(type.signature());
        signature.initSign(certificate.privateKey());
        signature.update(new byte[] {1, 2, 3});
        byte[] signed = signature.sign();

        signature.initVerify(certificate.certificate());
        signature.update(new byte[] {1, 2, 3});
        assertThat(signature.verify(signed)).isTrue();
        assertThat(JdkKeyReader.pkcs8(certificate.keyPem(), type.algorithm())).isEqualTo(certificate.privateKey());
    }

    @ParameterizedTest
    @EnumSource
    void authoritiesOfEveryKindSign(KeyType type) throws Exception {
        TestCertificates authority = TestCertificates.create(type);
        TestCertificate certificate =
                authority.certificate("leaf").intermediates(1).issue();

        certificate.chain().get(0).verify(certificate.chain().get(1).getPublicKey());
        certificate.chain().get(1).verify(authority.caCertificate().getPublicKey());
    }

    @ParameterizedTest
    @EnumSource
    void keysReadBackFromEveryFormThatFits(KeyFormat format) throws Exception {
        for (KeyType type : List.of(KeyType.EC_P256, KeyType.RSA_2048, KeyType.ED25519)) {
            TestCertificate certificate = CA.certificate("keys").key(type).issue();
            if (fits(format, certificate.privateKey())) {
                assertThat(number(readBack(certificate, format, type)))
                        .as("%s of %s", format, type)
                        .isEqualTo(number(certificate.privateKey()));
            } else {
                assertThatIllegalArgumentException()
                        .isThrownBy(() -> text(certificate, format))
                        .withMessageContaining(format + ": no form for");
            }
        }
    }

    /** What makes the key: its encoding may or may not repeat the public point. */
    private static Object number(PrivateKey key) {
        return key instanceof ECPrivateKey curve ? curve.getS() : key;
    }

    private static boolean fits(KeyFormat format, PrivateKey key) {
        return switch (format) {
            case PKCS8, ENCRYPTED_PKCS8 -> true;
            case PKCS1 -> key instanceof RSAPrivateKey;
            case SEC1 -> key instanceof ECPrivateKey;
            default -> key instanceof RSAPrivateKey || key instanceof ECPrivateKey;
        };
    }

    private static String text(TestCertificate certificate, KeyFormat format) {
        return format.isEncrypted() ? certificate.keyPem(format, PASSWORD) : certificate.keyPem(format);
    }

    private static PrivateKey readBack(TestCertificate certificate, KeyFormat format, KeyType type) throws Exception {
        String text = text(certificate, format);
        return switch (format) {
            case PKCS8 -> JdkKeyReader.pkcs8(text, type.algorithm());
            case PKCS1 -> JdkKeyReader.pkcs1(text);
            case SEC1 -> JdkKeyReader.sec1(text);
            case ENCRYPTED_PKCS8 -> JdkKeyReader.encrypted(text, PASSWORD, type.algorithm());
            case LEGACY_AES -> JdkKeyReader.legacy(text, PASSWORD, "AES");
            case LEGACY_DES -> JdkKeyReader.legacy(text, PASSWORD, "DESede");
        };
    }

    @Test
    void passwordsAreAskedForWhereTheyCount() {
        TestCertificate server = CA.server();

        assertThatIllegalArgumentException().isThrownBy(() -> server.keyPem(KeyFormat.ENCRYPTED_PKCS8));
        assertThatIllegalArgumentException().isThrownBy(() -> server.keyPem(KeyFormat.SEC1, PASSWORD));
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void filesBelongToTheirOwnerAlone(@TempDir Path folder) throws Exception {
        TestCertificate server = CA.server();

        TestCertificate.Files files = server.write(folder.resolve("new"), server.keyPem(KeyFormat.SEC1));

        for (Path file : List.of(files.chain(), files.key(), files.ca())) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo("rw-------");
        }
        assertThat(read(Files.readString(files.chain()))).isEqualTo(server.chain());
        assertThat(read(Files.readString(files.ca()))).containsExactly(CA.caCertificate());
        assertThat(Files.readString(files.key())).startsWith("-----BEGIN EC PRIVATE KEY-----");
    }

    @Test
    void writingAgainReplaces(@TempDir Path folder) throws Exception {
        CA.server().write(folder);
        TestCertificate second = CA.server();
        second.write(folder);

        assertThat(read(Files.readString(folder.resolve("chain.pem")))).isEqualTo(second.chain());
        assertThat(folder).isDirectoryNotContaining("glob:**.new-*");
    }

    @Test
    void keyStoresHoldWhatTheySay() throws Exception {
        TestCertificate server = CA.certificate("x").intermediates(1).issue();
        KeyStore keys = server.keyStore(PASSWORD);

        assertThat(keys.getKey("key", PASSWORD)).isEqualTo(server.privateKey());
        assertThat(Arrays.asList(keys.getCertificateChain("key"))).isEqualTo(server.chain());
        assertThat(CA.trustStore().getCertificate("ca")).isEqualTo(CA.caCertificate());
    }

    @Test
    void nothingIsInstalled() {
        CA.server().keyPem(KeyFormat.ENCRYPTED_PKCS8, PASSWORD);

        assertThat(Security.getProviders())
                .noneMatch(provider -> provider.getName().startsWith("BC"));
    }
}
