package io.trunkline.tls.bouncycastle;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.Map;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.edec.EdECObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.pkcs.RSAPrivateKey;
import org.bouncycastle.asn1.sec.ECPrivateKey;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.jspecify.annotations.Nullable;

/**
 * Reads private keys in the formats that the JDK leaves out, and gives the JDK's own key objects.
 *
 * <p>Whatever the format, the key becomes plain PKCS#8 for a moment, which the JDK's {@link KeyFactory} reads; so the key
 * serves every provider. Stateless.
 */
final class PrivateKeys {
    /** JDK 17 knows some of them by name alone. */
    private static final Map<String, String> ALGORITHMS = Map.of(
            PKCSObjectIdentifiers.rsaEncryption.getId(), "RSA",
            PKCSObjectIdentifiers.id_RSASSA_PSS.getId(), "RSASSA-PSS",
            X9ObjectIdentifiers.id_ecPublicKey.getId(), "EC",
            EdECObjectIdentifiers.id_Ed25519.getId(), "EdDSA",
            EdECObjectIdentifiers.id_Ed448.getId(), "EdDSA");

    private PrivateKeys() {}

    static PrivateKey read(char[] pem, char @Nullable [] password) throws GeneralSecurityException {
        PemText text = PemText.parse(pem);
        try {
            return switch (text.label()) {
                case "RSA PRIVATE KEY", "EC PRIVATE KEY" -> traditional(text, password);
                case "ENCRYPTED PRIVATE KEY" -> key(Pkcs8Decryption.decrypt(text.body(), required(password)));
                case "PRIVATE KEY" -> key(structure(text.body(), PrivateKeyInfo::getInstance));
                default -> throw new InvalidKeyException("'" + text.label() + "' is no private key for TLS");
            };
        } finally {
            text.wipe();
        }
    }

    private static PrivateKey traditional(PemText text, char @Nullable [] password) throws GeneralSecurityException {
        if (!text.headers().containsKey("DEK-Info")) {
            return key(enveloped(text.label(), text.body()));
        }
        byte[] plain = LegacyDecryption.decrypt(text, required(password));
        try {
            return key(enveloped(text.label(), plain));
        } catch (InvalidKeyException | InvalidKeySpecException e) {
            // Padding alone cannot tell: one wrong password in 256 gives bytes that end like a right one's.
            throw new WrongPasswordException(e);
        } finally {
            Arrays.fill(plain, (byte) 0);
        }
    }

    private static char[] required(char @Nullable [] password) throws InvalidKeyException {
        if (password == null) {
            throw new InvalidKeyException("it is encrypted, and no password was given");
        }
        return password;
    }

    private static PrivateKeyInfo enveloped(String label, byte[] der) throws InvalidKeyException {
        return label.startsWith("RSA") ? rsa(der) : elliptic(der);
    }

    private static PrivateKeyInfo rsa(byte[] der) throws InvalidKeyException {
        RSAPrivateKey key = structure(der, RSAPrivateKey::getInstance);
        return info(new AlgorithmIdentifier(PKCSObjectIdentifiers.rsaEncryption, DERNull.INSTANCE), key);
    }

    private static PrivateKeyInfo elliptic(byte[] der) throws InvalidKeyException {
        ECPrivateKey key = structure(der, ECPrivateKey::getInstance);
        ASN1Encodable curve = key.getParametersObject();
        if (curve == null) {
            throw new InvalidKeyException("it does not name its curve");
        }
        return info(new AlgorithmIdentifier(X9ObjectIdentifiers.id_ecPublicKey, curve), key);
    }

    private static PrivateKeyInfo info(AlgorithmIdentifier algorithm, ASN1Encodable key) throws InvalidKeyException {
        try {
            return new PrivateKeyInfo(algorithm, key);
        } catch (IOException e) {
            throw new InvalidKeyException("it cannot be encoded", e);
        }
    }

    private static PrivateKey key(PrivateKeyInfo info) throws GeneralSecurityException {
        String id = info.getPrivateKeyAlgorithm().getAlgorithm().getId();
        String algorithm = ALGORITHMS.getOrDefault(id, id);
        byte[] der = encoded(info);
        try {
            return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(der));
        } catch (NoSuchAlgorithmException e) {
            throw new InvalidKeyException("this JDK has no keys of algorithm " + algorithm, e);
        } catch (InvalidKeySpecException e) {
            throw new InvalidKeySpecException(
                    "not a key that this JDK can use: damaged, or on a curve it does not know", e);
        } finally {
            Arrays.fill(der, (byte) 0);
        }
    }

    private static byte[] encoded(PrivateKeyInfo info) throws InvalidKeyException {
        try {
            return info.getEncoded("DER");
        } catch (IOException e) {
            throw new InvalidKeyException("it cannot be encoded", e);
        }
    }

    private static <T> T structure(byte[] der, Reader<T> reader) throws InvalidKeyException {
        try {
            T read = reader.read(der);
            if (read != null) {
                return read;
            }
        } catch (RuntimeException e) {
            // What the parser throws at nonsense is not said, and has been a dozen things.
            throw new InvalidKeyException("damaged: not the structure that its BEGIN line names", e);
        }
        throw new InvalidKeyException("empty");
    }

    @FunctionalInterface
    private interface Reader<T> {
        T read(Object der);
    }
}
