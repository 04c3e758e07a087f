package io.trunkline.transport.internal.tls;

import io.trunkline.transport.ClientCertificates;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whom to believe what. Immutable.
 *
 * @param sources of CAs; empty for those of the system
 * @param clients what a server does about its clients' certificates
 * @param anyCertificate whether a client takes servers without a valid chain
 * @param anyHostName whether a client takes certificates of other servers
 * @param serverName what to check and to send instead of the endpoint's host; null for that
 */
public record TrustPlan(
        List<TrustSource> sources,
        ClientCertificates clients,
        boolean anyCertificate,
        boolean anyHostName,
        @Nullable String serverName) {
    public TrustPlan {
        sources = List.copyOf(sources);
    }
}
