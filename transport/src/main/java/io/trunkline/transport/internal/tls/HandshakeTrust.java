package io.trunkline.transport.internal.tls;

import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Collections;
import java.util.Map;
import java.util.WeakHashMap;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Asks the {@link PeerVerifier} from inside of a handshake, so that a refused peer gets an alert and nothing else, and keeps
 * the verdict for the end of it.
 *
 * <p>The JDK's TLS and Bouncy Castle's add checks of their own only to trust managers that are not extended: with this one
 * both decide alike. Thread-safe; verdicts go with their engines.
 */
final class HandshakeTrust extends X509ExtendedTrustManager {
    private final PeerVerifier verifier;
    /** Weak, since a handshake that fails takes no verdict; engines are equal to themselves only. */
    private final Map<SSLEngine, Verdict> verdicts = Collections.synchronizedMap(new WeakHashMap<>());

    HandshakeTrust(PeerVerifier verifier) {
        this.verifier = verifier;
    }

    /** The verdict of a full handshake, once; null for a resumed session, about which nobody was asked. */
    @Nullable
    Verdict take(SSLEngine engine) {
        return verdicts.remove(engine);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String exchange, SSLEngine engine)
            throws CertificateException {
        String host = engine.getPeerHost();
        if (host == null) {
            throw new CertificateException("a server without a name cannot be verified");
        }
        verdicts.put(engine, verifier.server(chain, exchange, HostName.of(host)));
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String exchange, SSLEngine engine)
            throws CertificateException {
        verdicts.put(engine, verifier.client(chain, exchange));
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return verifier.issuers();
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String exchange) throws CertificateException {
        throw withoutEngine();
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String exchange) throws CertificateException {
        throw withoutEngine();
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String exchange, Socket socket)
            throws CertificateException {
        throw withoutEngine();
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String exchange, Socket socket)
            throws CertificateException {
        throw withoutEngine();
    }

    private static CertificateException withoutEngine() {
        return new CertificateException("only engines know the name that the user gave");
    }
}
