package io.trunkline.transport.internal.tls;

import io.trunkline.transport.TlsOptions;
import java.util.List;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLEngine;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** What of the options reaches an engine. */
final class EngineSettingsTest {
    private static SSLEngine engineTo(String host, TlsOptions options) {
        return ReloadableEngines.forClient(options).newEngine(host, 443).engine();
    }

    private static List<SNIServerName> sentTo(String host, TlsOptions options) {
        return engineTo(host, options).getSSLParameters().getServerNames();
    }

    @ParameterizedTest
    @CsvSource({
        "host.example.com, host.example.com",
        "Host.Example.COM., host.example.com",
        "b\u00fccher.example.com, xn--bcher-kva.example.com"
    })
    void serverIsToldItsName(String host, String sent) {
        assertThat(sentTo(host, Fixtures.client().build())).containsExactly(new SNIHostName(sent));
    }

    /** RFC 6066 section 3; the JDK would guess a name by itself. */
    @ParameterizedTest
    @ValueSource(strings = {"10.0.0.5", "::1", "under_score.example.com", "not a name"})
    void serverIsToldNothingThatIsNoName(String host) {
        assertThat(sentTo(host, Fixtures.client().build())).isEmpty();
    }

    @Test
    void serverNameIsToldInPlaceOfTheHost() {
        TlsOptions named = Fixtures.client().serverName("real.example.com").build();
        TlsOptions address = Fixtures.client().serverName("10.0.0.5").build();

        assertThat(sentTo("tunnel.example.com", named)).containsExactly(new SNIHostName("real.example.com"));
        assertThat(sentTo("tunnel.example.com", address)).isEmpty();
    }

    @Test
    void versionsFollowFromTheLowestAndFromTheSuites() {
        TlsOptions newest = Fixtures.client().minVersion("TLSv1.3").build();
        TlsOptions old = Fixtures.client()
                .ciphers("TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384")
                .build();

        assertThat(engineTo("a", Fixtures.client().build()).getEnabledProtocols())
                .containsExactlyInAnyOrder("TLSv1.3", "TLSv1.2");
        assertThat(engineTo("a", newest).getEnabledProtocols()).containsExactly("TLSv1.3");
        assertThat(engineTo("a", old).getEnabledProtocols()).containsExactly("TLSv1.2");
        assertThat(engineTo("a", old).getEnabledCipherSuites())
                .containsExactly("TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384");
    }

    @Test
    void serverAsksForCertificatesOnlyWhereItIsTold() {
        SSLEngine server = ReloadableEngines.forServer(Fixtures.server("server").build())
                .newEngine(null, 0)
                .engine();

        assertThat(server.getWantClientAuth()).isFalse();
        assertThat(server.getNeedClientAuth()).isFalse();
        assertThat(server.getUseClientMode()).isFalse();
    }
}
