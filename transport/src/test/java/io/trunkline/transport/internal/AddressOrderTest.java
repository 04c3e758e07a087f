package io.trunkline.transport.internal;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class AddressOrderTest {
    private static List<InetSocketAddress> addresses(String... literals) {
        return Stream.of(literals).map(AddressOrderTest::address).toList();
    }

    private static InetSocketAddress address(String literal) {
        try {
            return new InetSocketAddress(InetAddress.getByName(literal), 7);
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void familiesTakeTurnsAndTheFirstOneBegins() {
        assertThat(AddressOrder.interleaved(addresses("::1", "::2", "::3", "127.0.0.1", "127.0.0.2")))
                .isEqualTo(addresses("::1", "127.0.0.1", "::2", "127.0.0.2", "::3"));
        assertThat(AddressOrder.interleaved(addresses("127.0.0.1", "::1", "::2", "::3")))
                .isEqualTo(addresses("127.0.0.1", "::1", "::2", "::3"));
    }

    @Test
    void oneFamilyKeepsItsOrderAndNobodyComesTwice() {
        assertThat(AddressOrder.interleaved(addresses("127.0.0.2", "127.0.0.1", "127.0.0.2")))
                .isEqualTo(addresses("127.0.0.2", "127.0.0.1"));
        assertThat(AddressOrder.interleaved(List.of())).isEmpty();
    }

    @Test
    void atMost64AddressesAreTried() {
        List<InetSocketAddress> many = new ArrayList<>();
        for (int i = 0; i < AddressOrder.MAX_ADDRESSES; i++) {
            many.add(address("127.0.1." + i));
        }
        assertThat(AddressOrder.interleaved(many)).isEqualTo(many);

        many.add(address("127.0.2.1"));
        assertThat(AddressOrder.interleaved(many)).isEqualTo(many.subList(0, AddressOrder.MAX_ADDRESSES));
    }
}
