package io.trunkline.transport.internal.tls;

import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Input 113: which names a certificate is good for. */
final class PeerNameTest {
    private static final X509Certificate NAMES = Fixtures.certificate("names.pem");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "host.example.com",
                "HOST.example.COM",
                "host.example.com.",
                "a.wild.example.com",
                "xn--a.wild.example.com",
                "b\u00fccher.example.com",
                "10.0.0.5",
                "::ffff:10.0.0.5",
                "2001:db8::1",
                "2001:0DB8:0:0::0:1",
                "2001:db8::1%eth0",
            })
    void nameOfTheCertificateIsAccepted(String host) {
        assertThatCode(() -> PeerName.check(NAMES, HostName.of(host))).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "other.example.com",
                "example.com",
                "host.example.com.evil.com",
                "a.host.example.com",
                "wild.example.com",
                "a.b.wild.example.com",
                ".wild.example.com",
                "example.com",
                "anything.com",
                "ab.part.example.com",
                "a*.part.example.com",
                "*.wild.example.com",
                "common.example.com",
                "10.0.0.6",
                "10.0.0.7",
                "10.0.0.05",
                "10.5",
                "167772165",
                "2001:db8::2",
                "host.example.com\0",
                "host\u3002example.com\0",
                "",
            })
    void anyOtherNameIsRefused(String host) {
        assertThatThrownBy(() -> PeerName.check(NAMES, HostName.of(host)))
                .isInstanceOf(CertificateException.class)
                .hasMessageContaining("is not for")
                .hasMessageContaining("subject alternative names");
    }

    @Test
    void commonNameNeverCounts() {
        X509Certificate commonName = Fixtures.certificate("common-name.pem");

        assertThatThrownBy(() -> PeerName.check(commonName, HostName.of("host.example.com")))
                .hasMessage("the certificate is not for host.example.com, but for no name at all"
                        + " (only subject alternative names count)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"host.example.com", "host.example.com.evil.exam", "evil.exam"})
    void nameWithNulMatchesNothing(String host) {
        X509Certificate nul = Fixtures.certificate("nul.pem");

        assertThatThrownBy(() -> PeerName.check(nul, HostName.of(host))).isInstanceOf(CertificateException.class);
    }

    @Test
    void whatIsShownOfANameIsEscapedAndCut() {
        assertThat(Shown.of("host\0\r\n\u001b[31m\u202e")).isEqualTo("host\\u0000\\u000d\\u000a\\u001b[31m\\u202e");
        assertThat(Shown.of("a".repeat(1_000))).hasSize(259).endsWith("...");
    }

    @Test
    void internationalNameIsComparedInItsAsciiForm() {
        assertThat(HostName.of("B\u00dcCHER.example.com").dns()).isEqualTo("xn--bcher-kva.example.com");
        assertThat(HostName.of("b\u00fccher.example.com.").sni()).isEqualTo("xn--bcher-kva.example.com");
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.0.0.5", "::1", "fe80::1%eth0", "255.255.255.255"})
    void addressIsNoServerName(String address) {
        assertThat(HostName.of(address).sni()).isNull();
        assertThat(HostName.of(address).address()).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.1",
                "2130706433",
                "0x7f.0.0.1",
                "010.0.0.1",
                "1.2.3.256",
                "1.2.3.4.5",
                ":::",
                "1:2",
                "x:y%z",
                ".:1"
            })
    void whatOnlySomeReadAsAnAddressIsNone(String text) {
        assertThat(HostName.of(text).address()).isNull();
    }
}
