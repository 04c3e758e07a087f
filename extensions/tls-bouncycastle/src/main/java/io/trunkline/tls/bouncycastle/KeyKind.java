package io.trunkline.tls.bouncycastle;

import java.security.PublicKey;
import java.security.interfaces.EdECPublicKey;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.sec.SECNamedCurves;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;

/**
 * What a certificate's key is, in the words of Bouncy Castle's TLS.
 *
 * <p>TLS 1.3 names the curve with the algorithm, {@code EC/secp256r1}; TLS 1.2 asks for an algorithm, {@code EC}, or on a
 * server for a key exchange, {@code ECDHE_ECDSA}. Immutable.
 *
 * @param algorithm EC, RSA, RSASSA-PSS, Ed25519, Ed448
 * @param curve of an EC key, as TLS names it; empty for all others, and for a curve that has no such name
 */
record KeyKind(String algorithm, Optional<String> curve) {
    static KeyKind of(PublicKey key) {
        if (key instanceof EdECPublicKey edwards) {
            return new KeyKind(edwards.getParams().getName(), Optional.empty());
        }
        if (!key.getAlgorithm().equals("EC")) {
            return new KeyKind(key.getAlgorithm(), Optional.empty());
        }
        ASN1Encodable named = SubjectPublicKeyInfo.getInstance(key.getEncoded())
                .getAlgorithm()
                .getParameters();
        return new KeyKind(
                "EC",
                named instanceof ASN1ObjectIdentifier id
                        ? Optional.ofNullable(SECNamedCurves.getName(id))
                        : Optional.empty());
    }

    boolean isElliptic() {
        return algorithm.equals("EC");
    }

    /** Whether such a key is what is asked for. */
    boolean answers(String keyType) {
        return switch (keyType) {
            case "EC", "ECDHE_ECDSA" -> isElliptic();
            case "ECDHE_RSA" -> algorithm.equals("RSA");
            default -> keyType.equals(curve.map(name -> algorithm + "/" + name).orElse(algorithm));
        };
    }
}
