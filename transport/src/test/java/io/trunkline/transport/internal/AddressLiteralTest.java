package io.trunkline.transport.internal;

import java.net.InetAddress;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class AddressLiteralTest {
    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "0.0.0.0", "255.255.255.255", "10.20.30.40"})
    void v4IsReadAsItStands(String literal) {
        InetAddress address = Objects.requireNonNull(AddressLiteral.parse(literal));

        assertThat(address.getHostAddress()).isEqualTo(literal);
    }

    @ParameterizedTest
    @ValueSource(strings = {"::1", "fe80::1", "2001:db8::8:800:200c:417a", "::ffff:10.0.0.1"})
    void v6IsReadAsItStands(String literal) {
        assertThat(AddressLiteral.parse(literal)).isNotNull();
    }

    /** Forms that the JDK would take for addresses, some of them for surprising ones: the resolver is asked instead. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost",
                "1",
                "1.2",
                "1.2.3",
                "1.2.3.4.5",
                "256.1.1.1",
                "010.0.0.1",
                "00.0.0.1",
                "1.2.3.",
                ".1.2.3",
                "1..2.3",
                "+1.2.3.4",
                "-1.2.3.4",
                "1.2.3.0x1",
                "1.2.3.4444",
                "\u0661.2.3.4",
                "example.com",
                ":::",
                ".::1",
                "host:1",
                "1.2.3.4%a:b",
                "1.2.3.4%1",
                "::1%nosuchinterface",
                "12345::x"
            })
    void whateverElseIsANameForTheResolver(String host) {
        assertThat(AddressLiteral.parse(host)).isNull();
    }
}
