package io.trunkline.tls.bouncycastle;

import io.trunkline.testing.TestCertificates;
import java.util.List;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.junit.jupiter.api.Test;

import static io.trunkline.tls.bouncycastle.Engines.client;
import static io.trunkline.tls.bouncycastle.Engines.context;
import static io.trunkline.tls.bouncycastle.Engines.server;
import static io.trunkline.transport.PostQuantum.PREFER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What else a handshake agrees on, with the extension on both ends. */
class SessionFeaturesTest {
    private static final TestCertificates CA = TestCertificates.create();

    private static EnginePair pair(String... protocols) throws Exception {
        return pair(context(null, CA.trustStore()), context(CA.server(), CA.trustStore()), protocols);
    }

    private static EnginePair pair(SSLContext client, SSLContext server, String... protocols) {
        EnginePair pair = new EnginePair(client(client, PREFER), server(server, PREFER));
        if (protocols.length > 0) {
            pair.client().setEnabledProtocols(protocols);
        }
        return pair;
    }

    private static void offer(SSLEngine engine, String... protocols) {
        SSLParameters parameters = engine.getSSLParameters();
        parameters.setApplicationProtocols(protocols);
        engine.setSSLParameters(parameters);
    }

    @Test
    void applicationProtocolIsTheServersFirstThatTheClientOffers() throws Exception {
        EnginePair pair = pair();
        offer(pair.client(), "b/1", "a/1");
        offer(pair.server(), "x/1", "a/1", "b/1");

        pair.handshake();

        assertThat(pair.client().getApplicationProtocol()).isEqualTo("a/1");
        assertThat(pair.server().getApplicationProtocol()).isEqualTo("a/1");
        assertThat(pair.group()).isEqualTo("X25519MLKEM768");
    }

    @Test
    void serverSeesTheNameThatTheClientAskedFor() throws Exception {
        EnginePair asked = askingFor("orders.example");
        EnginePair other = askingFor("other.example");

        asked.handshake();

        assertThat(asked.group()).isEqualTo("X25519MLKEM768");
        assertThatThrownBy(other::handshake).isInstanceOf(SSLException.class);
    }

    /** The server accepts one name only. */
    private static EnginePair askingFor(String name) throws Exception {
        EnginePair pair = pair();
        SSLParameters client = pair.client().getSSLParameters();
        client.setServerNames(List.of(new SNIHostName(name)));
        pair.client().setSSLParameters(client);
        SSLParameters server = pair.server().getSSLParameters();
        server.setSNIMatchers(List.of(SNIHostName.createSNIMatcher("orders\\.example")));
        pair.server().setSSLParameters(server);
        return pair;
    }

    @Test
    void settingOtherParametersLaterKeepsTheGroups() throws Exception {
        EnginePair pair = pair();
        SSLParameters parameters = pair.server().getSSLParameters();
        parameters.setCipherSuites(new String[] {"TLS_AES_128_GCM_SHA256"});
        pair.server().setSSLParameters(parameters);

        pair.handshake();

        assertThat(pair.group()).isEqualTo("X25519MLKEM768");
        assertThat(pair.client().getSession().getCipherSuite()).isEqualTo("TLS_AES_128_GCM_SHA256");
    }

    @Test
    void sessionsOfTls12AreResumed() throws Exception {
        SSLContext client = context(null, CA.trustStore());
        SSLContext server = context(CA.server(), CA.trustStore());
        byte[] first = pair(client, server, "TLSv1.2")
                .handshake()
                .client()
                .getSession()
                .getId();

        EnginePair second = pair(client, server, "TLSv1.2").handshake();

        assertThat(second.client().getSession().getId()).isNotEmpty().isEqualTo(first);
        assertThat(second.group()).as("no key exchange").isNull();
        assertThat(second.client().getSession().getPeerCertificates()).isNotEmpty();
    }

    /** Bouncy Castle resumes no session of TLS 1.3: each handshake is a whole one, and proves itself anew. */
    @Test
    void sessionsOfTls13AreNot() throws Exception {
        SSLContext client = context(null, CA.trustStore());
        SSLContext server = context(CA.server(), CA.trustStore());
        byte[] hello = {1};
        assertThat(pair(client, server).handshake().echo(hello)).isEqualTo(hello);

        EnginePair second = pair(client, server).handshake();

        assertThat(second.client().getSession().getProtocol()).isEqualTo("TLSv1.3");
        assertThat(second.group()).isEqualTo("X25519MLKEM768");
        assertThat(second.client().getSession().getPeerCertificates()).isNotEmpty();
    }

    @Test
    void clientWithoutACertificateHasNoName() throws Exception {
        EnginePair pair = pair().handshake();

        assertThatThrownBy(() -> pair.server().getSession().getPeerCertificates())
                .isInstanceOf(SSLPeerUnverifiedException.class);
    }
}
