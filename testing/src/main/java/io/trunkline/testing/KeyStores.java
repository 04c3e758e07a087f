package io.trunkline.testing;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.List;

/** Makes key stores in memory. Stateless. */
final class KeyStores {
    private KeyStores() {}

    static KeyStore trusting(X509Certificate authority) {
        try {
            KeyStore store = empty();
            store.setCertificateEntry("ca", authority);
            return store;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("cannot make a trust store", e);
        }
    }

    static KeyStore holding(PrivateKey key, List<X509Certificate> chain, char[] password) {
        try {
            KeyStore store = empty();
            store.setKeyEntry("key", key, password, chain.toArray(Certificate[]::new));
            return store;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("cannot make a key store", e);
        }
    }

    private static KeyStore empty() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }
}
