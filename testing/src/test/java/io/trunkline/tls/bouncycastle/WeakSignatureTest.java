package io.trunkline.tls.bouncycastle;

import io.trunkline.testing.KeyType;
import io.trunkline.testing.TestCertificate;
import io.trunkline.testing.TestCertificates;
import io.trunkline.transport.TlsOptions;
import io.trunkline.transport.internal.tls.ReloadableEngines;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import org.bouncycastle.jsse.BCSSLEngine;
import org.bouncycastle.jsse.BCSSLParameters;
import org.junit.jupiter.api.Test;

import static io.trunkline.transport.PostQuantum.PREFER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Input 105: a peer of TLS 1.2 that knows no signatures but those with SHA-1. */
class WeakSignatureTest {
    private static final TestCertificates CA = TestCertificates.create(KeyType.RSA_2048);

    /** Whatever the server would sign with, the client takes only this. */
    private static EnginePair pairWhoseClientTakes(String scheme) throws Exception {
        TestCertificate own = CA.certificate("localhost")
                .dns("localhost")
                .key(KeyType.RSA_2048)
                .issue();
        SSLEngine server = ReloadableEngines.forServer(TlsOptions.builder()
                        .certificate(own.chainPem(), own.keyPem())
                        .postQuantum(PREFER)
                        .build())
                .newEngine(null, 0)
                .engine();
        SSLEngine client = Engines.client(Engines.context(null, CA.trustStore()), PREFER);
        client.setEnabledProtocols(new String[] {"TLSv1.2"});
        BCSSLParameters parameters = ((BCSSLEngine) client).getParameters();
        parameters.setSignatureSchemes(new String[] {scheme});
        ((BCSSLEngine) client).setParameters(parameters);
        return new EnginePair(client, server);
    }

    @Test
    void serverSignsWithSha256() throws Exception {
        EnginePair pair = pairWhoseClientTakes("rsa_pkcs1_sha256").handshake();

        assertThat(pair.client().getSession().getProtocol()).isEqualTo("TLSv1.2");
    }

    @Test
    void serverSignsWithNothingThatCanBeForged() throws Exception {
        EnginePair pair = pairWhoseClientTakes("rsa_pkcs1_sha1");

        assertThatThrownBy(pair::handshake).isInstanceOf(SSLException.class);
    }
}
