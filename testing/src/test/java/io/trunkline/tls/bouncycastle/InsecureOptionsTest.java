package io.trunkline.tls.bouncycastle;

import io.trunkline.testing.TestCertificate;
import io.trunkline.testing.TestCertificates;
import io.trunkline.transport.PostQuantum;
import io.trunkline.transport.TlsInfo;
import io.trunkline.transport.TlsOptions;
import io.trunkline.transport.internal.tls.ReloadableEngines;
import io.trunkline.transport.internal.tls.TlsEngine;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static io.trunkline.transport.PostQuantum.PREFER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class InsecureOptionsTest {
    private static final TestCertificates CA = TestCertificates.create();
    private static final TestCertificates STRANGER = TestCertificates.create();

    /** The checks that are switched off are those that were named, with either engine. */
    @ParameterizedTest
    @EnumSource(names = {"OFF", "PREFER"})
    void insecureMeansWhatItSays(PostQuantum judge) throws Exception {
        TestCertificate otherName =
                CA.certificate("x").dns("other.example.test").issue();
        TestCertificate stranger = STRANGER.server();
        TlsOptions anyName = TlsOptions.builder()
                .trust(CA.caPem())
                .postQuantum(judge)
                .insecureAcceptAnyHostName()
                .build();
        TlsOptions anyChain = TlsOptions.builder()
                .postQuantum(judge)
                .insecureTrustAnyCertificate()
                .build();

        assertThat(shown(anyName, otherName).authorized()).isFalse();
        assertThat(shown(anyChain, stranger).authorized()).isFalse();
        assertThatThrownBy(() -> shown(anyName, stranger)).isInstanceOf(SSLException.class);
        assertThatThrownBy(() -> shown(anyChain, otherName)).isInstanceOf(SSLException.class);
    }

    private static TlsInfo shown(TlsOptions options, TestCertificate server) throws Exception {
        TlsEngine client = ReloadableEngines.forClient(options).newEngine("localhost", 443);
        SSLEngine peer = Engines.server(Engines.context(server, CA.trustStore()), PREFER);
        EnginePair pair = new EnginePair(client.engine(), peer).handshake();
        return client.completed(pair.group());
    }
}
