package io.trunkline.transport.internal.tls;

import io.trunkline.transport.ClientCertificates;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Decides about a peer's certificate: its path to a trusted CA, our own rules, and of a server the name.
 *
 * <pre>{@code
 * path, dates, usage, strength ──wrong──▶ anyCertificate, or a client under REQUEST? ──no──▶ refused
 *        │ right                                     │ yes: noted
 *        ▼                                           ▼
 * of a server: the name        ──wrong──▶ anyHostName?                             ──no──▶ refused
 *        │ right                                     │ yes: noted
 *        ▼                                           ▼
 *     authorized                              let in, not authorized
 * }</pre>
 *
 * <p>Thread-safe, and free of state: it is asked inside of a handshake, and again when a session is resumed, where TLS
 * itself asks nobody.
 */
final class PeerVerifier {
    /** Where a session is resumed, the key exchange that the chain once belonged to is not known. */
    static final String UNKNOWN_EXCHANGE = "UNKNOWN";

    private final @Nullable X509TrustManager paths;
    private final TrustPlan plan;

    /**
     * @param paths builds paths to trusted CAs; null where an {@code SSLContext} of the user's has done that already
     */
    PeerVerifier(@Nullable X509TrustManager paths, TrustPlan plan) {
        this.paths = paths;
        this.plan = plan;
    }

    /** Judges the certificate of a server that the user calls {@code host}. */
    Verdict server(X509Certificate[] chain, String exchange, HostName host) throws CertificateException {
        CertificateException problem = problem(chain, exchange, CertificateRules.SERVER_AUTH);
        if (problem != null && !plan.anyCertificate()) {
            throw problem;
        }
        CertificateException otherName = otherName(chain[0], host);
        if (otherName != null && !plan.anyHostName()) {
            throw otherName;
        }
        return verdict(chain, problem == null ? otherName : problem);
    }

    /** Judges the certificate of a client. */
    Verdict client(X509Certificate[] chain, String exchange) throws CertificateException {
        CertificateException problem = problem(chain, exchange, CertificateRules.CLIENT_AUTH);
        if (problem != null && plan.clients() != ClientCertificates.REQUEST) {
            throw problem;
        }
        return verdict(chain, problem);
    }

    /** Judges a client that has sent none. */
    Verdict withoutCertificate() throws CertificateException {
        return switch (plan.clients()) {
            case NONE -> new Verdict(List.of(), null);
            case REQUEST -> new Verdict(List.of(), "the client sent no certificate");
            case REQUIRE -> throw new CertificateException("the client sent no certificate");
        };
    }

    private static Verdict verdict(X509Certificate[] chain, @Nullable CertificateException problem) {
        return new Verdict(Arrays.asList(chain), problem == null ? null : String.valueOf(problem.getMessage()));
    }

    private @Nullable CertificateException problem(X509Certificate[] chain, String exchange, String purpose) {
        try {
            // Our own rules first: they say more clearly what is wrong with a certificate than a path that cannot be
            // built.
            CertificateRules.dates(chain[0], Instant.now());
            CertificateRules.usage(chain[0], purpose);
            CertificateRules.strength(List.of(chain));
            path(chain, exchange, purpose);
            return null;
        } catch (CertificateException e) {
            return e;
        } catch (RuntimeException e) {
            return new CertificateException("not understood: " + e.getMessage(), e);
        }
    }

    private void path(X509Certificate[] chain, String exchange, String purpose) throws CertificateException {
        if (paths == null) {
            return;
        }
        if (purpose.equals(CertificateRules.SERVER_AUTH)) {
            paths.checkServerTrusted(chain, exchange);
        } else {
            paths.checkClientTrusted(chain, exchange);
        }
    }

    private static @Nullable CertificateException otherName(X509Certificate leaf, HostName host) {
        try {
            PeerName.check(leaf, host);
            return null;
        } catch (CertificateException e) {
            return e;
        }
    }

    /** The CAs that a server tells its clients about. */
    X509Certificate[] issuers() {
        return paths == null || plan.clients() == ClientCertificates.NONE
                ? new X509Certificate[0]
                : paths.getAcceptedIssuers();
    }
}
