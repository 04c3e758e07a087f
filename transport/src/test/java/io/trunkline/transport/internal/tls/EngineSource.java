package io.trunkline.transport.internal.tls;

import java.io.InputStream;
import java.security.KeyStore;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManagerFactory;

/** Where a test's engines come from: the JDK in either version, or a double without crypto. */
enum EngineSource {
    NONE("TLSv1.3"),
    JDK_TLS12("TLSv1.2"),
    JDK_TLS13("TLSv1.3");

    private static final char[] PASSWORD = "throwaway".toCharArray();
    private static final SSLContext CONTEXT = context();

    final String protocol;

    EngineSource(String protocol) {
        this.protocol = protocol;
    }

    SSLEngine client() {
        return engine(true);
    }

    SSLEngine server() {
        return engine(false);
    }

    private SSLEngine engine(boolean client) {
        if (this == NONE) {
            return new NullEngine(client, "TLSv1.3");
        }
        // Another port each time would still resume; a full handshake is what these tests are about.
        SSLEngine engine = client ? context().createSSLEngine("localhost", 1) : CONTEXT.createSSLEngine();
        engine.setUseClientMode(client);
        engine.setEnabledProtocols(new String[] {protocol});
        return engine;
    }

    /** Trusts its own certificate, and nothing else. */
    static SSLContext context() {
        try (InputStream stored = EngineSource.class.getResourceAsStream("/tls/localhost.p12")) {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(stored, PASSWORD);
            KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
            keys.init(store, PASSWORD);
            TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
            trust.init(store);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
            return context;
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
