package io.trunkline.transport.internal.tls;

import io.trunkline.transport.PostQuantum;
import io.trunkline.transport.TlsInfo;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/**
 * One connection's engine, and the last word on its peer.
 *
 * <pre>{@code
 * full handshake      HandshakeTrust has judged ─────────────────────▶ its verdict counts
 * resumed session     nobody was asked ───▶ the certificate of then is judged again, by today's date and CAs
 * user's SSLContext   their trust manager was asked ──▶ our rules and the name are judged now
 * }</pre>
 *
 * <p>Loop-confined.
 */
final class ConfiguredEngine implements TlsEngine {
    private final SSLEngine engine;
    private final LoadedTls loaded;
    private final @Nullable HostName host;
    private final PostQuantum mode;

    /**
     * @param engine configured for one side
     * @param host whom a client connects to; null on a server
     */
    ConfiguredEngine(SSLEngine engine, LoadedTls loaded, @Nullable HostName host, PostQuantum mode) {
        this.engine = engine;
        this.loaded = loaded;
        this.host = host;
        this.mode = mode;
    }

    @Override
    public SSLEngine engine() {
        return engine;
    }

    @Override
    public TlsInfo completed(@Nullable String group) throws SSLException {
        SSLSession session = engine.getSession();
        TlsInfo.Builder info = TlsInfo.builder(session.getProtocol(), session.getCipherSuite())
                .group(group)
                .applicationProtocol(applicationProtocol());
        Verdict verdict = verdict(session);
        if (verdict.error() != null) {
            info.unauthorized(verdict.chain(), verdict.error());
        } else if (!verdict.chain().isEmpty()) {
            info.authorized(verdict.chain());
        }
        return info.build();
    }

    /** A classic peer answers REQUIRE with whatever alert it likes, unexpected_message for one. */
    @Override
    public SSLException explained(SSLException failure) {
        if (mode != PostQuantum.REQUIRE || isOfCertificate(failure)) {
            return failure;
        }
        return new SSLException(
                failure.getMessage() + "; postQuantum(REQUIRE) needs a peer that can do X25519MLKEM768"
                        + (host == null ? "" : ", and a server whose certificate has no elliptic curve key"),
                failure);
    }

    private static boolean isOfCertificate(Throwable failure) {
        for (Throwable at = failure; at != null; at = at.getCause()) {
            if (at instanceof CertificateException) {
                return true;
            }
        }
        return false;
    }

    private @Nullable String applicationProtocol() {
        String chosen = engine.getApplicationProtocol();
        return chosen == null || chosen.isEmpty() ? null : chosen;
    }

    private Verdict verdict(SSLSession session) throws SSLException {
        HandshakeTrust trust = loaded.trust();
        Verdict known = trust == null ? null : trust.take(engine);
        if (known != null) {
            return known;
        }
        try {
            X509Certificate[] chain = peerCertificates(session);
            if (host != null) {
                return loaded.verifier().server(chain, PeerVerifier.UNKNOWN_EXCHANGE, host);
            }
            return chain.length == 0
                    ? loaded.verifier().withoutCertificate()
                    : loaded.verifier().client(chain, PeerVerifier.UNKNOWN_EXCHANGE);
        } catch (CertificateException e) {
            SSLException refused = new SSLHandshakeException(String.valueOf(e.getMessage()));
            refused.initCause(e);
            throw refused;
        }
    }

    private X509Certificate[] peerCertificates(SSLSession session) throws SSLException {
        try {
            return Arrays.stream(session.getPeerCertificates())
                    .map(X509Certificate.class::cast)
                    .toArray(X509Certificate[]::new);
        } catch (SSLPeerUnverifiedException e) {
            if (host != null) {
                throw e; // A server without a certificate: no suite that is enabled allows it.
            }
            return new X509Certificate[0];
        }
    }
}
