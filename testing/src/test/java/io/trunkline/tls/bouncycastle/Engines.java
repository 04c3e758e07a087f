package io.trunkline.tls.bouncycastle;

import io.trunkline.testing.TestCertificate;
import io.trunkline.transport.PostQuantum;
import io.trunkline.transport.internal.tls.KeyMaterial;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/** Makes engines of the extension and of the JDK. Stateless. */
final class Engines {
    static final List<String> CLASSIC = List.of("x25519", "secp256r1", "secp384r1");

    private static final BouncyCastleExtension EXTENSION = new BouncyCastleExtension();

    private Engines() {}

    static KeyMaterial material(TestCertificate certificate) {
        return new KeyMaterial(certificate.privateKey(), certificate.chain());
    }

    static SSLContext context(@Nullable TestCertificate own, KeyStore trusted) throws GeneralSecurityException {
        return EXTENSION.newContext(own == null ? null : material(own), trust(trusted));
    }

    static SSLContext jdkContext(@Nullable TestCertificate own, KeyStore trusted) throws GeneralSecurityException {
        char[] password = "irrelevant".toCharArray();
        KeyManager[] keys = null;
        if (own != null) {
            KeyManagerFactory factory = KeyManagerFactory.getInstance("PKIX");
            factory.init(own.keyStore(password), password);
            keys = factory.getKeyManagers();
        }
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys, new TrustManager[] {trust(trusted)}, null);
        return context;
    }

    static SSLEngine client(SSLContext context, PostQuantum mode) {
        return configured(jdkClient(context), mode);
    }

    static SSLEngine server(SSLContext context, PostQuantum mode) {
        return configured(jdkServer(context), mode);
    }

    static SSLEngine jdkClient(SSLContext context) {
        SSLEngine engine = context.createSSLEngine("localhost", 4433);
        engine.setUseClientMode(true);
        return engine;
    }

    static SSLEngine jdkServer(SSLContext context) {
        SSLEngine engine = context.createSSLEngine();
        engine.setUseClientMode(false);
        return engine;
    }

    private static SSLEngine configured(SSLEngine engine, PostQuantum mode) {
        EXTENSION.configure(engine, mode, CLASSIC);
        return engine;
    }

    private static X509ExtendedTrustManager trust(KeyStore trusted) throws GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
        factory.init(trusted);
        return (X509ExtendedTrustManager) factory.getTrustManagers()[0];
    }
}
