package io.trunkline.tls.bouncycastle;

import java.math.BigInteger;
import java.security.InvalidKeyException;
import java.util.Set;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.misc.MiscObjectIdentifiers;
import org.bouncycastle.asn1.misc.ScryptParams;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.EncryptedPrivateKeyInfo;
import org.bouncycastle.asn1.pkcs.KeyDerivationFunc;
import org.bouncycastle.asn1.pkcs.PBES2Parameters;
import org.bouncycastle.asn1.pkcs.PBKDF2Params;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.openssl.jcajce.JceOpenSSLPKCS8DecryptorProviderBuilder;
import org.bouncycastle.operator.InputDecryptorProvider;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.pkcs.PKCS8EncryptedPrivateKeyInfo;
import org.bouncycastle.pkcs.PKCSException;

/**
 * Opens encrypted PKCS#8: PBES2 with AES, and PBKDF2 or scrypt, which is what OpenSSL has written since 1.1.
 *
 * <p>What else there is (PBES1, DES, RC2) is refused by name. Stateless.
 */
final class Pkcs8Decryption {
    private static final String CONVERT = "; convert it: openssl pkcs8 -topk8 -v2 aes-256-cbc -in OLD -out NEW";

    /** Ten times the most that anybody recommends; some seconds of one core. */
    private static final BigInteger MAX_ITERATIONS = BigInteger.valueOf(10_000_000);

    /** Of scrypt, 128 bytes times cost times block size; OpenSSL itself writes 16 MiB and refuses more than 32. */
    private static final BigInteger MAX_MEMORY = BigInteger.valueOf(256L << 20);

    private static final Set<ASN1ObjectIdentifier> AES = Set.of(
            NISTObjectIdentifiers.id_aes128_CBC,
            NISTObjectIdentifiers.id_aes192_CBC,
            NISTObjectIdentifiers.id_aes256_CBC,
            NISTObjectIdentifiers.id_aes128_GCM,
            NISTObjectIdentifiers.id_aes192_GCM,
            NISTObjectIdentifiers.id_aes256_GCM);

    private Pkcs8Decryption() {}

    static PrivateKeyInfo decrypt(byte[] der, char[] password) throws InvalidKeyException {
        EncryptedPrivateKeyInfo info = parse(der);
        check(info.getEncryptionAlgorithm());
        try {
            InputDecryptorProvider opener = new JceOpenSSLPKCS8DecryptorProviderBuilder()
                    .setProvider(Providers.CRYPTO)
                    .build(password);
            return new PKCS8EncryptedPrivateKeyInfo(info).decryptPrivateKeyInfo(opener);
        } catch (PKCSException | OperatorCreationException | RuntimeException e) {
            // A wrong key makes bytes of chance, and a parser may throw anything at those.
            throw new WrongPasswordException(e);
        }
    }

    private static EncryptedPrivateKeyInfo parse(byte[] der) throws InvalidKeyException {
        try {
            return EncryptedPrivateKeyInfo.getInstance(der);
        } catch (RuntimeException e) {
            throw new InvalidKeyException("damaged: not an encrypted PKCS#8 structure", e);
        }
    }

    private static void check(AlgorithmIdentifier algorithm) throws InvalidKeyException {
        if (!algorithm.getAlgorithm().equals(PKCSObjectIdentifiers.id_PBES2)) {
            throw new InvalidKeyException("it is encrypted with an old scheme ("
                    + algorithm.getAlgorithm().getId() + "), and only PBES2 with AES is accepted" + CONVERT);
        }
        try {
            PBES2Parameters parameters = PBES2Parameters.getInstance(algorithm.getParameters());
            checkCipher(parameters.getEncryptionScheme().getAlgorithm());
            checkEffort(parameters.getKeyDerivationFunc());
        } catch (RuntimeException e) {
            throw new InvalidKeyException("damaged: its encryption is not described as it should be", e);
        }
    }

    private static void checkCipher(ASN1ObjectIdentifier cipher) throws InvalidKeyException {
        if (!AES.contains(cipher)) {
            throw new InvalidKeyException(
                    "it is encrypted with " + name(cipher) + ", and only AES is accepted" + CONVERT);
        }
    }

    private static String name(ASN1ObjectIdentifier cipher) {
        return cipher.equals(PKCSObjectIdentifiers.des_EDE3_CBC) ? "triple DES" : "algorithm " + cipher.getId();
    }

    /** A file could ask for a year of work. */
    private static void checkEffort(KeyDerivationFunc derivation) throws InvalidKeyException {
        if (derivation.getAlgorithm().equals(PKCSObjectIdentifiers.id_PBKDF2)) {
            limit(
                    "iterations of PBKDF2",
                    PBKDF2Params.getInstance(derivation.getParameters()).getIterationCount(),
                    MAX_ITERATIONS);
        } else if (derivation.getAlgorithm().equals(MiscObjectIdentifiers.id_scrypt)) {
            ScryptParams scrypt = ScryptParams.getInstance(derivation.getParameters());
            limit(
                    "bytes of memory for scrypt",
                    scrypt.getCostParameter().multiply(scrypt.getBlockSize()).shiftLeft(7),
                    MAX_MEMORY);
            limit("parallel runs of scrypt", scrypt.getParallelizationParameter(), BigInteger.valueOf(16));
        } else {
            throw new InvalidKeyException("its password goes through algorithm "
                    + derivation.getAlgorithm().getId() + ", and only PBKDF2 and scrypt are accepted" + CONVERT);
        }
    }

    private static void limit(String what, BigInteger value, BigInteger most) throws InvalidKeyException {
        if (value.signum() <= 0 || value.compareTo(most) > 0) {
            throw new InvalidKeyException("it asks for " + (value.bitLength() > 64 ? "countless" : value) + " " + what
                    + "; 1 to " + most + " are accepted" + CONVERT);
        }
    }
}
