package io.trunkline.tls.bouncycastle;

import io.trunkline.testing.KeyFormat;
import io.trunkline.testing.KeyType;
import io.trunkline.testing.TestCertificate;
import io.trunkline.testing.TestCertificates;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.interfaces.ECPrivateKey;
import java.util.Arrays;
import java.util.Base64;
import java.util.stream.Stream;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.misc.MiscObjectIdentifiers;
import org.bouncycastle.asn1.misc.ScryptParams;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.EncryptedPrivateKeyInfo;
import org.bouncycastle.asn1.pkcs.EncryptionScheme;
import org.bouncycastle.asn1.pkcs.KeyDerivationFunc;
import org.bouncycastle.asn1.pkcs.PBES2Parameters;
import org.bouncycastle.asn1.pkcs.PBKDF2Params;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.crypto.util.ScryptConfig;
import org.bouncycastle.openssl.PKCS8Generator;
import org.bouncycastle.openssl.jcajce.JceOpenSSLPKCS8EncryptorBuilder;
import org.bouncycastle.operator.OutputEncryptor;
import org.bouncycastle.pkcs.PKCS8EncryptedPrivateKeyInfoBuilder;
import org.bouncycastle.pkcs.jcajce.JcePKCSPBEOutputEncryptorBuilder;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

class PrivateKeysTest {
    private static final TestCertificates CA = TestCertificates.create();
    private static final String PASSWORD = "correct h\u00f6rse \u20ac";

    private static TestCertificate certificate(KeyType type) {
        return CA.certificate("keys").key(type).issue();
    }

    private static PrivateKey read(String pem, @Nullable String password) throws GeneralSecurityException {
        return new BouncyCastleExtension().readKey(pem.toCharArray(), password == null ? null : password.toCharArray());
    }

    private static String pem(String label, byte[] der) {
        return "-----BEGIN " + label + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der) + "\n-----END " + label
                + "-----\n";
    }

    private static byte[] decoded(String pem) {
        return Base64.getMimeDecoder()
                .decode(pem.lines().filter(line -> !line.startsWith("-----")).collect(joining()));
    }

    private static Object number(PrivateKey key) {
        return key instanceof ECPrivateKey curve ? curve.getS() : key;
    }

    static Stream<Arguments> plain() {
        return Stream.of(
                arguments(KeyType.RSA_2048, KeyFormat.PKCS1),
                arguments(KeyType.EC_P256, KeyFormat.SEC1),
                arguments(KeyType.EC_P384, KeyFormat.SEC1),
                arguments(KeyType.ED25519, KeyFormat.PKCS8));
    }

    static Stream<Arguments> encrypted() {
        return Stream.of(
                arguments(KeyType.RSA_2048, KeyFormat.ENCRYPTED_PKCS8),
                arguments(KeyType.EC_P256, KeyFormat.ENCRYPTED_PKCS8),
                arguments(KeyType.ED25519, KeyFormat.ENCRYPTED_PKCS8),
                arguments(KeyType.RSA_2048, KeyFormat.LEGACY_AES),
                arguments(KeyType.EC_P256, KeyFormat.LEGACY_AES));
    }

    @ParameterizedTest
    @MethodSource("plain")
    void readsKeysThatAreNotEncrypted(KeyType type, KeyFormat format) throws Exception {
        TestCertificate certificate = certificate(type);

        PrivateKey key = read(certificate.keyPem(format), null);

        assertThat(number(key)).isEqualTo(number(certificate.privateKey()));
        assertThat(key.getClass())
                .as("the JDK's own")
                .isEqualTo(certificate.privateKey().getClass());
    }

    @ParameterizedTest
    @MethodSource("encrypted")
    void readsKeysThatAre(KeyType type, KeyFormat format) throws Exception {
        TestCertificate certificate = certificate(type);

        PrivateKey key = read(certificate.keyPem(format, PASSWORD.toCharArray()), PASSWORD);

        assertThat(number(key)).isEqualTo(number(certificate.privateKey()));
    }

    @ParameterizedTest
    @MethodSource("encrypted")
    void namesAWrongPasswordAndNotWhatItIs(KeyType type, KeyFormat format) {
        String pem = certificate(type).keyPem(format, PASSWORD.toCharArray());

        // Several, since one in 256 leaves padding that looks right.
        for (int i = 0; i < 40; i++) {
            String guess = "guess" + i;
            assertThatThrownBy(() -> read(pem, guess))
                    .isInstanceOf(GeneralSecurityException.class)
                    .hasMessage("wrong password");
        }
    }

    @ParameterizedTest
    @MethodSource("encrypted")
    void asksForAPasswordThatIsMissing(KeyType type, KeyFormat format) {
        String pem = certificate(type).keyPem(format, PASSWORD.toCharArray());

        assertThatThrownBy(() -> read(pem, null))
                .isInstanceOf(GeneralSecurityException.class)
                .hasMessageContaining("no password was given");
    }

    @Test
    void refusesTripleDesByNameAndTellsTheWayOut() {
        String pem = certificate(KeyType.RSA_2048).keyPem(KeyFormat.LEGACY_DES, PASSWORD.toCharArray());

        assertThatThrownBy(() -> read(pem, PASSWORD))
                .isInstanceOf(GeneralSecurityException.class)
                .hasMessageContainingAll("DES-EDE3-CBC", "only AES", "openssl pkcs8 -topk8");
    }

    private static String encryptedBy(OutputEncryptor encryptor) throws Exception {
        PrivateKey key = certificate(KeyType.EC_P256).privateKey();
        return pem(
                "ENCRYPTED PRIVATE KEY",
                new PKCS8EncryptedPrivateKeyInfoBuilder(PrivateKeyInfo.getInstance(key.getEncoded()))
                        .build(encryptor)
                        .getEncoded());
    }

    @Test
    void refusesPbes2WithTripleDes() throws Exception {
        String pem = encryptedBy(new JceOpenSSLPKCS8EncryptorBuilder(PKCS8Generator.DES3_CBC)
                .setProvider(Providers.CRYPTO)
                .setPassword(PASSWORD.toCharArray())
                .build());

        assertThatThrownBy(() -> read(pem, PASSWORD)).hasMessageContainingAll("triple DES", "only AES");
    }

    @Test
    void refusesPbes1() throws Exception {
        String pem = encryptedBy(new JceOpenSSLPKCS8EncryptorBuilder(PKCS8Generator.PBE_SHA1_3DES)
                .setProvider(Providers.CRYPTO)
                .setPassword(PASSWORD.toCharArray())
                .build());

        assertThatThrownBy(() -> read(pem, PASSWORD)).hasMessageContainingAll("old scheme", "PBES2");
    }

    @Test
    void readsWhatScryptProtects() throws Exception {
        String pem = encryptedBy(new JcePKCSPBEOutputEncryptorBuilder(
                        new ScryptConfig.Builder(1 << 14, 8, 1).build(), PKCS8Generator.AES_256_CBC)
                .setProvider(Providers.CRYPTO)
                .build(PASSWORD.toCharArray()));

        assertThat(read(pem, PASSWORD)).isInstanceOf(ECPrivateKey.class);
    }

    @Test
    void refusesToWorkForEver() throws Exception {
        PBES2Parameters endless = new PBES2Parameters(
                new KeyDerivationFunc(PKCSObjectIdentifiers.id_PBKDF2, new PBKDF2Params(new byte[16], 10_000_001)),
                new EncryptionScheme(NISTObjectIdentifiers.id_aes256_CBC, new DEROctetString(new byte[16])));
        String slow = pem(
                "ENCRYPTED PRIVATE KEY",
                new EncryptedPrivateKeyInfo(
                                new AlgorithmIdentifier(PKCSObjectIdentifiers.id_PBES2, endless), new byte[64])
                        .getEncoded());
        String large = encryptedWithScrypt(1 << 19);

        assertThatThrownBy(() -> read(slow, PASSWORD)).hasMessageContaining("10000001 iterations of PBKDF2");
        assertThatThrownBy(() -> read(large, PASSWORD)).hasMessageContaining("bytes of memory for scrypt");
    }

    private static String encryptedWithScrypt(int cost) throws Exception {
        PBES2Parameters scrypt = new PBES2Parameters(
                new KeyDerivationFunc(MiscObjectIdentifiers.id_scrypt, new ScryptParams(new byte[16], cost, 8, 1)),
                new EncryptionScheme(NISTObjectIdentifiers.id_aes256_CBC, new DEROctetString(new byte[16])));
        return pem(
                "ENCRYPTED PRIVATE KEY",
                new EncryptedPrivateKeyInfo(
                                new AlgorithmIdentifier(PKCSObjectIdentifiers.id_PBES2, scrypt), new byte[64])
                        .getEncoded());
    }

    @Test
    void saysWhatIsDamaged() {
        assertThatThrownBy(() -> read("-----BEGIN RSA PRIVATE KEY-----\n%%%%\n-----END RSA PRIVATE KEY-----", null))
                .hasMessageContaining("base64");
        assertThatThrownBy(() -> read(pem("RSA PRIVATE KEY", new byte[] {1, 2, 3}), null))
                .hasMessageContaining("damaged");
        assertThatThrownBy(() -> read(pem("EC PRIVATE KEY", new byte[0]), null))
                .isInstanceOf(GeneralSecurityException.class);
        assertThatThrownBy(() -> read(pem("ENCRYPTED PRIVATE KEY", new byte[] {0x30, 0}), "x"))
                .hasMessageContaining("damaged");
        assertThatThrownBy(() -> read(pem("DSA PRIVATE KEY", new byte[] {0x30, 0}), null))
                .hasMessageContaining("DSA PRIVATE KEY");
        assertThatThrownBy(() -> read("nothing", null)).hasMessageContaining("BEGIN");
    }

    @ParameterizedTest
    @EnumSource(names = {"PKCS1", "PKCS8"})
    void everyCutEndsInAnErrorAndNeverInAKey(KeyFormat format) {
        String pem = certificate(KeyType.RSA_2048).keyPem(format);
        byte[] der = decoded(pem);
        String label = format == KeyFormat.PKCS1 ? "RSA PRIVATE KEY" : "PRIVATE KEY";

        for (int length = 0; length < der.length; length++) {
            String cut = pem(label, Arrays.copyOf(der, length));
            assertThatThrownBy(() -> read(cut, null))
                    .as("%s bytes", length)
                    .isInstanceOf(GeneralSecurityException.class);
        }
    }

    @Test
    void windowsLineEndsAreAsGood() throws Exception {
        TestCertificate certificate = certificate(KeyType.RSA_2048);

        assertThat(read(certificate.keyPem(KeyFormat.PKCS1).replace("\n", "\r\n"), null))
                .isEqualTo(certificate.privateKey());
    }

    @Test
    void messagesShowNothingOfTheHeader() {
        String pem = certificate(KeyType.RSA_2048)
                .keyPem(KeyFormat.LEGACY_AES, PASSWORD.toCharArray())
                .replace("AES-256-CBC", "EVIL\u001b[31m" + "x".repeat(500));

        assertThatThrownBy(() -> read(pem, PASSWORD))
                .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(250).doesNotContain("\u001b"));
    }
}
