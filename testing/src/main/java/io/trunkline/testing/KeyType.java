package io.trunkline.testing;

/**
 * Names a kind of private key that {@link TestCertificates} can make.
 *
 * <p>Immutable. May grow: a {@code switch} needs a {@code default}.
 */
public enum KeyType {
    /** Elliptic curve secp256r1: what {@link TestCertificates} uses unless it is told otherwise. */
    EC_P256("EC", "secp256r1", "SHA256withECDSA"),

    /** Elliptic curve secp384r1. */
    EC_P384("EC", "secp384r1", "SHA384withECDSA"),

    /** Edwards curve 25519. */
    ED25519("Ed25519", "Ed25519", "Ed25519"),

    /** RSA with 2048 bits, the least that is acceptable. */
    RSA_2048("RSA", "2048", "SHA256withRSA"),

    /** RSA with 1024 bits, which nobody should accept. */
    RSA_1024("RSA", "1024", "SHA256withRSA");

    private final String algorithm;
    private final String parameter;
    private final String signature;

    KeyType(String algorithm, String parameter, String signature) {
        this.algorithm = algorithm;
        this.parameter = parameter;
        this.signature = signature;
    }

    /** The name by which the JDK makes such a key. */
    String algorithm() {
        return algorithm;
    }

    /** The curve, or the number of bits. */
    String parameter() {
        return parameter;
    }

    /** The name of the signatures that such a key makes. */
    String signature() {
        return signature;
    }

    /** Whether a key takes so long to make that certificates of one CA share it. */
    boolean isSlow() {
        return algorithm.equals("RSA");
    }
}
