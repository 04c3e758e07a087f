package io.trunkline.server.internal.admission;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class AddressRangeTest {
    private static InetAddress address(String text) throws UnknownHostException {
        return InetAddress.getByName(text);
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/8, 10.255.255.255, 11.0.0.0",
        "10.0.0.0/8, ::ffff:10.1.2.3, 9.255.255.255",
        "10.0.0.5, 10.0.0.5, 10.0.0.4",
        "10.0.0.4/31, 10.0.0.5, 10.0.0.6",
        "192.168.0.0/17, 192.168.127.255, 192.168.128.0",
        "0.0.0.0/0, 255.255.255.255, 2001:db8::1",
        "::/0, 2001:db8::1, 10.0.0.1",
        "2001:db8::/33, 2001:db8:7fff::1, 2001:db8:8000::1",
        "2001:db8::1, 2001:db8::1, 2001:db8::2",
        "::ffff:10.0.0.0/104, 10.9.9.9, 11.0.0.0",
        "::ffff:10.0.0.1, 10.0.0.1, 10.0.0.2",
        "fe80::/10, fe80::1%1, fec0::1"
    })
    void rangeHoldsWhatItSaysAndNotWhatIsBesideIt(String range, String in, String out) throws UnknownHostException {
        assertThat(AddressRange.parse(range).contains(address(in))).isTrue();
        assertThat(AddressRange.parse(range).contains(address(out))).isFalse();
        assertThat(AddressRange.parse(range)).hasToString(range);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/8",
                "10",
                "10.0/8",
                "10.0.0.0/",
                "10.0.0.0/33",
                "10.0.0.0/-1",
                "10.0.0.0/08",
                "10.0.0.0/+8",
                "10.0.0.0/٨",
                "10.0.0.0/8/8",
                "10.0.0.1/8",
                "010.0.0.0/8",
                "0x0a.0.0.0/8",
                "256.0.0.0",
                "localhost",
                "2001:db8::/129",
                "2001:db8::1/64",
                "[2001:db8::1]",
                "fe80::1%eth0",
                "::ffff:10.0.0.0/8",
                " 10.0.0.1",
                "2001:db8:::1"
            })
    void whatIsNoRangeIsRefusedByName(String text) {
        assertThatThrownBy(() -> AddressRange.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("\"" + text + "\"");
    }

    @Test
    void denialGoesBeforePermissionAndWithoutPermissionsEveryoneElseIsLetIn() throws UnknownHostException {
        AddressRange net = AddressRange.parse("10.0.0.0/8");
        AddressRange one = AddressRange.parse("10.0.0.5");
        AddressRules both = new AddressRules(List.of(net), List.of(one));
        assertThat(both.permits(address("10.0.0.4"))).isTrue();
        assertThat(both.permits(address("10.0.0.5"))).isFalse();
        assertThat(both.permits(address("11.0.0.5"))).isFalse();
        assertThat(both.permits(address("2001:db8::1"))).isFalse();
        AddressRules denial = new AddressRules(List.of(), List.of(net));
        assertThat(denial.permits(address("10.0.0.4"))).isFalse();
        assertThat(denial.permits(address("11.0.0.5"))).isTrue();
    }

    @Test
    void loopbackIsKnownInEveryForm() throws UnknownHostException {
        assertThat(List.of(address("127.0.0.1"), address("127.9.9.9"), address("::1"), address("::ffff:127.0.0.1")))
                .allMatch(AddressKey::isLoopback);
        assertThat(List.of(address("128.0.0.1"), address("::2"), address("10.0.0.1")))
                .noneMatch(AddressKey::isLoopback);
    }
}
