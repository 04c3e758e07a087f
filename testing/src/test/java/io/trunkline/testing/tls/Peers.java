package io.trunkline.testing.tls;

import io.trunkline.testing.TestCertificate;
import io.trunkline.testing.TestCertificates;
import io.trunkline.transport.ClientCertificates;
import io.trunkline.transport.PostQuantum;
import io.trunkline.transport.TlsInfo;
import io.trunkline.transport.TlsOptions;
import io.trunkline.transport.internal.tls.ReloadableEngines;
import io.trunkline.transport.internal.tls.TlsEngine;
import io.trunkline.transport.manual.ManualTlsPair;
import java.io.IOException;
import java.net.Socket;
import java.security.KeyStore;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/** A peer of ours, of either provider, against one of the JDK's that shows whatever it is given and believes everything. */
final class Peers {
    private static final char[] PASSWORD = "throwaway".toCharArray();
    private static final int PIECE = 16 * 1024;
    private static final int WINDOW = 256 * 1024;

    private final TestCertificates authority;
    private final PostQuantum provider;

    /**
     * @param provider OFF for the JDK's TLS, PREFER for Bouncy Castle's
     */
    Peers(TestCertificates authority, PostQuantum provider) {
        this.authority = authority;
        this.provider = provider;
    }

    /** What our client says about a server that shows a certificate, after both have agreed. */
    TlsInfo clientAgainst(TestCertificate shown, String host) throws IOException {
        return clientAgainst(shown, host, ours().trust(authority.caPem()).build());
    }

    /** The same with every check turned off, so that all that is wrong is told. */
    TlsInfo carelessClientAgainst(TestCertificate shown, String host) throws IOException {
        return clientAgainst(
                shown,
                host,
                ours().insecureTrustAnyCertificate().insecureAcceptAnyHostName().build());
    }

    private static TlsInfo clientAgainst(TestCertificate shown, String host, TlsOptions options) throws IOException {
        TlsEngine client = ReloadableEngines.forClient(options).newEngine(host, 443);
        TlsEngine server = ReloadableEngines.forServer(theirs(shown).build()).newEngine(null, 0);
        shakeHands(client, server);
        return client.completed(null);
    }

    /** What our server says about a client that shows a certificate, or none, after both have agreed. */
    TlsInfo serverAgainst(@Nullable TestCertificate shown, ClientCertificates how) throws IOException {
        TestCertificate own = authority.server();
        TlsEngine server = ReloadableEngines.forServer(ours().certificate(own.chainPem(), own.keyPem())
                        .trust(authority.caPem())
                        .clientCertificates(how)
                        .build())
                .newEngine(null, 0);
        TlsEngine client = ReloadableEngines.forClient(
                        theirs(shown).insecureAcceptAnyHostName().build())
                .newEngine("localhost", 443);
        shakeHands(client, server);
        return server.completed(null);
    }

    private TlsOptions.Builder ours() {
        return TlsOptions.builder().postQuantum(provider);
    }

    private static void shakeHands(TlsEngine client, TlsEngine server) throws IOException {
        try (ManualTlsPair pair = new ManualTlsPair(client.engine(), server.engine(), PIECE, WINDOW)) {
            pair.handshake();
            // A server of TLS 1.3 judges its client after the client is done: a byte shows that both are.
            pair.client().send(new byte[] {1});
            pair.server().send(new byte[] {2});
            pair.settle();
            if (pair.client().received().length != 1 || pair.server().received().length != 1) {
                throw new IOException("the handshake ended, and no byte came through");
            }
        }
    }

    private static TlsOptions.Builder theirs(@Nullable TestCertificate shown) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys(shown), new TrustManager[] {new Credulous()}, new SecureRandom());
            return TlsOptions.builder().sslContext(context);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static KeyManager[] keys(@Nullable TestCertificate shown) throws Exception {
        if (shown == null) {
            return new KeyManager[0];
        }
        KeyStore store = shown.keyStore(PASSWORD);
        KeyManagerFactory factory = KeyManagerFactory.getInstance("PKIX");
        factory.init(store, PASSWORD);
        return new KeyManager[] {new Insistent((X509ExtendedKeyManager) factory.getKeyManagers()[0])};
    }

    /** Shows its certificate also to a server that has named other issuers, which the JDK's own does not. */
    private static final class Insistent extends X509ExtendedKeyManager {
        private final X509ExtendedKeyManager keys;

        Insistent(X509ExtendedKeyManager keys) {
            this.keys = keys;
        }

        @Override
        public String chooseEngineClientAlias(String[] types, Principal[] issuers, SSLEngine engine) {
            return keys.chooseEngineClientAlias(types, null, engine);
        }

        @Override
        public String chooseEngineServerAlias(String type, Principal[] issuers, SSLEngine engine) {
            return keys.chooseEngineServerAlias(type, issuers, engine);
        }

        @Override
        public String[] getClientAliases(String type, Principal[] issuers) {
            return keys.getClientAliases(type, null);
        }

        @Override
        public String chooseClientAlias(String[] types, Principal[] issuers, Socket socket) {
            return keys.chooseClientAlias(types, null, socket);
        }

        @Override
        public String[] getServerAliases(String type, Principal[] issuers) {
            return keys.getServerAliases(type, issuers);
        }

        @Override
        public String chooseServerAlias(String type, Principal[] issuers, Socket socket) {
            return keys.chooseServerAlias(type, issuers, socket);
        }

        @Override
        public X509Certificate[] getCertificateChain(String alias) {
            return keys.getCertificateChain(alias);
        }

        @Override
        public PrivateKey getPrivateKey(String alias) {
            return keys.getPrivateKey(alias);
        }
    }

    /** Believes everything. */
    private static final class Credulous implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String exchange) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String exchange) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
