package io.trunkline.transport.internal.tls;

import java.security.cert.X509Certificate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What became of a peer's certificate, where the connection goes on. Immutable.
 *
 * @param chain as it was sent; empty for none
 * @param error why it is not accepted; null if it is
 */
record Verdict(List<X509Certificate> chain, @Nullable String error) {
    Verdict {
        chain = List.copyOf(chain);
    }
}
