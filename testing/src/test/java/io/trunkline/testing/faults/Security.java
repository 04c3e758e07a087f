package io.trunkline.testing.faults;

import io.trunkline.testing.TestCertificate;
import io.trunkline.testing.TestCertificates;
import io.trunkline.transport.TlsOptions;
import io.trunkline.transport.internal.tls.ReloadableEngines;
import io.trunkline.transport.internal.tls.TlsEngines;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.security.GeneralSecurityException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** Plain bytes, or TLS with throw-away certificates that both sides accept. */
enum Security {
    PLAIN,
    TLS;

    /** Made once: certificates and contexts cost more than the tests that use them. */
    private static final class Material {
        private static final TestCertificates AUTHORITY = TestCertificates.create();
        private static final TestCertificate SERVER = AUTHORITY.server();
        private static final TlsEngines SERVERS = ReloadableEngines.forServer(TlsOptions.builder()
                .certificate(SERVER.chainPem(), SERVER.keyPem())
                .build());
        private static final TlsEngines CLIENTS = ReloadableEngines.forClient(
                TlsOptions.builder().trust(AUTHORITY.caPem()).build());
        private static final SSLContext JDK = jdkContext();

        private static SSLContext jdkContext() {
            try {
                TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
                trust.init(AUTHORITY.trustStore());
                SSLContext context = SSLContext.getInstance("TLS");
                context.init(null, trust.getTrustManagers(), null);
                return context;
            } catch (GeneralSecurityException e) {
                throw new AssertionError(e);
            }
        }
    }

    @Nullable
    TlsEngines servers() {
        return this == TLS ? Material.SERVERS : null;
    }

    @Nullable
    TlsEngines clients() {
        return this == TLS ? Material.CLIENTS : null;
    }

    /** A connected socket of the JDK's; with TLS the handshake is over. */
    Socket socket(int port) throws IOException {
        Socket plain = new Socket(InetAddress.getLoopbackAddress(), port);
        if (this == PLAIN) {
            return plain;
        }
        SSLSocket secured = secure(plain);
        secured.startHandshake();
        return secured;
    }

    /** TLS of the JDK's over a connected socket; the handshake has not begun. */
    static SSLSocket secure(Socket plain) throws IOException {
        return (SSLSocket) Material.JDK.getSocketFactory().createSocket(plain, "localhost", plain.getPort(), true);
    }
}
