package io.trunkline.server.internal.file;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Who may have how many transfers open: faults.md row 90, by the addresses of admission. */
final class PlacesTest {
    private final Places places = new Places(2);

    private static InetAddress address(String literal) {
        try {
            return InetAddress.getByName(literal);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(literal, e);
        }
    }

    private boolean enter(String literal) {
        return places.tryEnter(address(literal));
    }

    @Test
    void row90AnAddressHasItsPlacesAndNoMore() {
        assertThat(enter("192.0.2.1")).isTrue();
        assertThat(enter("192.0.2.1")).isTrue();
        assertThat(enter("192.0.2.1")).isFalse();
        assertThat(enter("192.0.2.2")).isTrue();

        places.leave(address("192.0.2.1"));
        assertThat(enter("192.0.2.1")).isTrue();
    }

    @Test
    void row90AddressesOfOneIpv6NetworkShareTheirPlaces() {
        assertThat(enter("2001:db8:0:1::1")).isTrue();
        assertThat(enter("2001:db8:0:1:ffff::2")).isTrue();
        assertThat(enter("2001:db8:0:1:abcd::3")).isFalse();
        assertThat(enter("2001:db8:0:2::1")).isTrue();

        places.leave(address("2001:db8:0:1::1"));
        assertThat(enter("2001:db8:0:1:abcd::3")).isTrue();
    }

    @Test
    void row90AllTogetherHaveAsManyAsThereMayBe() {
        for (int i = 0; i < Places.MAX_IN_ALL; i++) {
            assertThat(enter("10.0." + i / 256 + "." + i % 256)).isTrue();
        }

        assertThat(enter("192.0.2.1")).isFalse();
    }
}
