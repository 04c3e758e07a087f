package io.trunkline.tls.bouncycastle;

import io.trunkline.transport.internal.tls.KeyMaterial;
import java.util.Optional;

/**
 * Tells beforehand what would fail in every handshake.
 *
 * <p>Bouncy Castle signs with an elliptic curve only if that curve is also among the groups of the key exchange. Where the
 * post-quantum group is the only one, no curve is. Signatures of authorities in the chain do not matter: they are not made in
 * the handshake. Stateless.
 */
final class CertificateFit {
    private CertificateFit() {}

    static Optional<String> problem(KeyMaterial own, Groups groups) {
        if (own.key().getEncoded() == null) {
            return Optional.of(
                    "its private key cannot leave where it is kept (a token or module), and Bouncy Castle signs "
                            + "in software; use a key from a file, or the JDK's TLS");
        }
        return keyProblem(KeyKind.of(own.leaf().getPublicKey()), groups);
    }

    private static Optional<String> keyProblem(KeyKind kind, Groups groups) {
        String curve = kind.curve().orElse("a curve without a name in TLS");
        if (!kind.isElliptic() || groups.names().contains(curve)) {
            return Optional.empty();
        }
        String problem = "its key is on " + curve
                + ", and a signature with it needs that curve among the groups, which are " + groups.names();
        return Optional.of(
                groups.isPostQuantumOnly()
                        ? problem
                                + " where post-quantum is required; use a certificate with an RSA or Ed25519 key, or PREFER"
                        : problem + "; add it, or use a certificate with an RSA or Ed25519 key");
    }
}
