package io.trunkline.testing;

import java.io.IOException;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.RSAPrivateKey;
import java.util.HexFormat;
import java.util.List;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.openssl.PEMEncryptor;
import org.bouncycastle.openssl.PKCS8Generator;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.openssl.jcajce.JceOpenSSLPKCS8EncryptorBuilder;
import org.bouncycastle.openssl.jcajce.JcePEMEncryptorBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.util.io.pem.PemGenerationException;
import org.bouncycastle.util.io.pem.PemHeader;
import org.bouncycastle.util.io.pem.PemObject;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

/** Writes a private key in each of its text forms. Stateless. */
final class KeyText {
    /** Handed to what needs it, never installed. */
    private static final Provider PROVIDER = new BouncyCastleProvider();

    private KeyText() {}

    static String of(KeyPair keys, KeyFormat format, char[] password) {
        requireFits(keys.getPrivate(), format);
        try {
            return switch (format) {
                case PKCS8 -> Pem.block(new JcaPKCS8Generator(keys.getPrivate(), null));
                case PKCS1 -> Pem.block(new PemObject("RSA PRIVATE KEY", traditional(keys)));
                case SEC1 -> Pem.block(new PemObject("EC PRIVATE KEY", traditional(keys)));
                case ENCRYPTED_PKCS8 -> encrypted(keys.getPrivate(), password);
                case LEGACY_AES -> legacy(keys, "AES-256-CBC", password);
                case LEGACY_DES -> legacy(keys, "DES-EDE3-CBC", password);
            };
        } catch (IOException | OperatorCreationException e) {
            throw new IllegalStateException("cannot write a key as " + format, e);
        }
    }

    private static void requireFits(PrivateKey key, KeyFormat format) {
        boolean fits = switch (format) {
            case PKCS8, ENCRYPTED_PKCS8 -> true;
            case PKCS1 -> key instanceof RSAPrivateKey;
            case SEC1 -> key instanceof ECPrivateKey;
            case LEGACY_AES, LEGACY_DES -> key instanceof RSAPrivateKey || key instanceof ECPrivateKey;
        };
        if (!fits) {
            throw new IllegalArgumentException("format " + format + ": no form for " + key.getAlgorithm() + " keys");
        }
    }

    private static String encrypted(PrivateKey key, char[] password)
            throws PemGenerationException, OperatorCreationException {
        return Pem.block(new JcaPKCS8Generator(
                key,
                new JceOpenSSLPKCS8EncryptorBuilder(PKCS8Generator.AES_256_CBC)
                        .setProvider(PROVIDER)
                        .setPRF(PKCS8Generator.PRF_HMACSHA256)
                        .setPassword(password)
                        .build()));
    }

    private static String legacy(KeyPair keys, String cipher, char[] password) throws IOException {
        PEMEncryptor encryptor =
                new JcePEMEncryptorBuilder(cipher).setProvider(PROVIDER).build(spread(password));
        byte[] content = encryptor.encrypt(traditional(keys));
        List<PemHeader> headers = List.of(
                new PemHeader("Proc-Type", "4,ENCRYPTED"),
                new PemHeader(
                        "DEK-Info",
                        cipher + "," + HexFormat.of().withUpperCase().formatHex(encryptor.getIV())));
        String label = keys.getPrivate() instanceof RSAPrivateKey ? "RSA PRIVATE KEY" : "EC PRIVATE KEY";
        return Pem.block(new PemObject(label, headers, content));
    }

    /** OpenSSL takes the password's bytes in UTF-8, Bouncy Castle the low byte of each char: so one char per byte. */
    private static char[] spread(char[] password) {
        return new String(new String(password).getBytes(UTF_8), ISO_8859_1).toCharArray();
    }

    /** The key without its PKCS#8 envelope: for a curve, with the curve's name and the public point as OpenSSL writes them. */
    private static byte[] traditional(KeyPair keys) throws IOException {
        PrivateKeyInfo info = PrivateKeyInfo.getInstance(keys.getPrivate().getEncoded());
        if (!(keys.getPrivate() instanceof ECPrivateKey key)) {
            return info.parsePrivateKey().toASN1Primitive().getEncoded();
        }
        ASN1Primitive curve = info.getPrivateKeyAlgorithm().getParameters().toASN1Primitive();
        DERBitString point = new DERBitString(
                SubjectPublicKeyInfo.getInstance(keys.getPublic().getEncoded())
                        .getPublicKeyData()
                        .getBytes());
        int bits = key.getParams().getOrder().bitLength();
        return new org.bouncycastle.asn1.sec.ECPrivateKey(bits, key.getS(), point, curve).getEncoded();
    }
}
