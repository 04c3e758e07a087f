package io.trunkline.transport.internal.tls;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/** Makes what builds paths to trusted CAs: the JDK's own PKIX, over our CAs or the system's. */
final class TrustedAuthorities {
    private TrustedAuthorities() {}

    /** Trusts the CAs that the JVM trusts, {@code javax.net.ssl.trustStore} included. */
    static X509TrustManager system() throws GeneralSecurityException {
        return manager(null);
    }

    /** Trusts these certificates and nobody else. */
    static X509TrustManager of(List<X509Certificate> certificates) throws GeneralSecurityException {
        try {
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            for (int i = 0; i < certificates.size(); i++) {
                store.setCertificateEntry("ca-" + i, certificates.get(i));
            }
            return manager(store);
        } catch (IOException e) {
            throw new GeneralSecurityException(e);
        }
    }

    private static X509TrustManager manager(@Nullable KeyStore store) throws GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
        factory.init(store);
        return Arrays.stream(factory.getTrustManagers())
                .filter(X509TrustManager.class::isInstance)
                .map(X509TrustManager.class::cast)
                .findFirst()
                .orElseThrow(() -> new GeneralSecurityException("PKIX makes no X509TrustManager"));
    }
}
