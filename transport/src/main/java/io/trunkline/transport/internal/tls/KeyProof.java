package io.trunkline.transport.internal.tls;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;

/** Proves that a private key belongs to a certificate: by a signature, since a key in hardware shows nothing else. */
final class KeyProof {
    private static final byte[] CHALLENGE =
            "does this key belong to this certificate?".getBytes(StandardCharsets.US_ASCII);

    private KeyProof() {}

    /** Throws unless they belong together. */
    static void check(PrivateKey key, PublicKey certified) {
        if (!matches(key, certified)) {
            throw new IllegalArgumentException("the key (" + key.getAlgorithm()
                    + ") does not belong to the certificate (" + certified.getAlgorithm() + ")");
        }
    }

    private static boolean matches(PrivateKey key, PublicKey certified) {
        try {
            Signature signing = signature(key.getAlgorithm());
            signing.initSign(key);
            signing.update(CHALLENGE);
            byte[] signed = signing.sign();
            Signature verifying = signature(certified.getAlgorithm());
            verifying.initVerify(certified);
            verifying.update(CHALLENGE);
            return verifying.verify(signed);
        } catch (GeneralSecurityException e) {
            return false; // Another algorithm or another size: not this certificate's.
        }
    }

    private static Signature signature(String algorithm) throws GeneralSecurityException {
        return switch (algorithm) {
            case "RSA" -> Signature.getInstance("SHA256withRSA");
            case "EC", "ECDSA" -> Signature.getInstance("SHA256withECDSA");
            case "RSASSA-PSS" -> pss();
            default -> Signature.getInstance("EdDSA");
        };
    }

    private static Signature pss() throws GeneralSecurityException {
        Signature pss = Signature.getInstance("RSASSA-PSS");
        pss.setParameter(new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 32, 1));
        return pss;
    }
}
