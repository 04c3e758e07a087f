package io.trunkline.transport.internal.tls;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * A private key and the certificates that go with it. Immutable.
 *
 * @param key may live in hardware: nothing may assume that it has an encoding
 * @param chain the key's own certificate first, then whoever signed it; never empty
 */
public record KeyMaterial(PrivateKey key, List<X509Certificate> chain) {
    public KeyMaterial {
        chain = List.copyOf(chain);
        if (chain.isEmpty()) {
            throw new IllegalArgumentException("a key without a certificate");
        }
    }

    /** The key's own certificate. */
    public X509Certificate leaf() {
        return chain.get(0);
    }

    /** Names the certificate only: a record would print the key. */
    @Override
    public String toString() {
        return "KeyMaterial[" + leaf().getSubjectX500Principal() + "]";
    }
}
