package io.trunkline.tls.bouncycastle;

import io.trunkline.transport.PostQuantum;
import io.trunkline.transport.internal.tls.KeyMaterial;
import io.trunkline.transport.internal.tls.TlsExtension;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.bouncycastle.jsse.BCSSLEngine;
import org.jspecify.annotations.Nullable;

/**
 * Does with Bouncy Castle what the transport asks of a {@link TlsExtension}.
 *
 * <p>Public because {@link java.util.ServiceLoader} must make it; of no use to anybody else. Thread-safe.
 */
public final class BouncyCastleExtension implements TlsExtension {
    /** Called by {@link java.util.ServiceLoader}. */
    public BouncyCastleExtension() {}

    @Override
    public String name() {
        return "Bouncy Castle " + Providers.TLS.getVersionStr() + "/" + Providers.CRYPTO.getVersionStr();
    }

    @Override
    public SSLContext newContext(@Nullable KeyMaterial own, X509ExtendedTrustManager trust)
            throws GeneralSecurityException {
        QuietLog.arrange();
        SSLContext context = SSLContext.getInstance("TLS", Providers.TLS);
        KeyManager[] keys = own == null ? new KeyManager[0] : new KeyManager[] {SingleKeyManager.of(own)};
        // Its own choice would be a generator of Bouncy Castle's, seeded anew for each context.
        context.init(keys, new TrustManager[] {trust}, new SecureRandom());
        return context;
    }

    @Override
    public void configure(SSLEngine engine, PostQuantum mode, List<String> groups) {
        if (!(engine instanceof BCSSLEngine ours)) {
            throw new IllegalArgumentException("not an engine of " + name() + ": " + engine);
        }
        Groups.of(mode, groups).applyTo(ours, engine.getUseClientMode());
    }

    @Override
    public Optional<String> unsuitable(KeyMaterial own, PostQuantum mode, List<String> groups) {
        return CertificateFit.problem(own, Groups.of(mode, groups));
    }

    @Override
    public PrivateKey readKey(char[] pem, char @Nullable [] password) throws GeneralSecurityException {
        return PrivateKeys.read(pem, password);
    }
}
