package io.trunkline.server.internal.admission;

import io.trunkline.server.internal.admission.AddressTable.Verdict;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

@Tag("feature-140")
@Tag("feature-141")
@Tag("feature-182")
class AddressTableTest {
    private static final long SECOND = 1_000_000_000;

    /** Near the overflow, so that every comparison by less-than shows itself. */
    private long now = Long.MAX_VALUE - 5;

    private static AddressKey key(int last) {
        return new AddressKey(last, false);
    }

    private static AddressTable table(int connections, int handshakes, @Nullable Pace rate) {
        return new AddressTable(new AddressLimits(connections, handshakes, rate));
    }

    private Verdict enter(AddressTable table, int address) {
        return table.tryEnter(key(address), false, now);
    }

    @Test
    void addressHasItsConnectionsAndNotOneMore() {
        AddressTable table = table(2, 9, null);
        assertThat(enter(table, 1)).isEqualTo(Verdict.IN);
        assertThat(enter(table, 1)).isEqualTo(Verdict.IN);
        assertThat(enter(table, 1)).isEqualTo(Verdict.CONNECTIONS);
        assertThat(enter(table, 2)).as("another address").isEqualTo(Verdict.IN);
        table.left(key(1), false, now);
        assertThat(enter(table, 1)).isEqualTo(Verdict.IN);
    }

    @Test
    void addressHasItsHandshakesAndNotOneMore() {
        AddressTable table = table(9, 2, null);
        assertThat(table.tryEnter(key(1), true, now)).isEqualTo(Verdict.IN);
        assertThat(table.tryEnter(key(1), true, now)).isEqualTo(Verdict.IN);
        assertThat(table.tryEnter(key(1), true, now)).isEqualTo(Verdict.HANDSHAKES);
        assertThat(table.tryEnter(key(1), false, now)).as("a plain one").isEqualTo(Verdict.IN);
        table.opened(key(1));
        assertThat(table.tryEnter(key(1), true, now)).isEqualTo(Verdict.IN);
        table.left(key(1), true, now);
        assertThat(table.tryEnter(key(1), true, now)).isEqualTo(Verdict.IN);
        assertThat(table.tryEnter(key(1), true, now)).isEqualTo(Verdict.HANDSHAKES);
    }

    /** Seed 002's throttler: ten connections per address in a minute. */
    @Test
    void addressConnectsAsOftenAsItMayAndNotOnceMore() {
        Pace tenAMinute = new Pace(6 * SECOND, 10);
        AddressTable table = table(100, 100, tenAMinute);
        for (int i = 0; i < 10; i++) {
            assertThat(enter(table, 1)).isEqualTo(Verdict.IN);
        }
        assertThat(enter(table, 1)).isEqualTo(Verdict.RATE);
        now += 6 * SECOND - 1;
        assertThat(enter(table, 1)).isEqualTo(Verdict.RATE);
        now += 1;
        assertThat(enter(table, 1)).isEqualTo(Verdict.IN);
        assertThat(enter(table, 1)).isEqualTo(Verdict.RATE);
    }

    @Test
    void whoReconnectsKeepsItsDebtUntilItIsPaid() {
        AddressTable table = table(100, 100, new Pace(SECOND, 2));
        for (int i = 0; i < 2; i++) {
            assertThat(enter(table, 1)).isEqualTo(Verdict.IN);
            table.left(key(1), false, now);
        }
        assertThat(enter(table, 1)).isEqualTo(Verdict.RATE);
        assertThat(table.active()).isZero();
        assertThat(table.idle()).isOne();
        now += 2 * SECOND;
        assertThat(enter(table, 2)).isEqualTo(Verdict.IN);
        assertThat(table.idle()).as("paid, and so forgotten").isZero();
        assertThat(enter(table, 1)).isEqualTo(Verdict.IN);
    }

    @Test
    void idleAddressesAreBoundedAndTheLongestIdleGoesFirst() {
        AddressTable table = new AddressTable(new AddressLimits(9, 9, new Pace(SECOND, 1)), 3);
        for (int address = 1; address <= 4; address++) {
            assertThat(enter(table, address)).isEqualTo(Verdict.IN);
            table.left(key(address), false, now);
        }
        assertThat(table.idle()).isEqualTo(3);
        assertThat(enter(table, 2)).isEqualTo(Verdict.RATE);
        assertThat(enter(table, 1)).as("forgotten").isEqualTo(Verdict.IN);
    }

    /** An attacker who owns a /64 owns one address. */
    @Test
    void allAddressesOfAnIpv6Network64AreOne() throws UnknownHostException {
        AddressKey first = AddressKey.of(InetAddress.getByName("2001:db8:1:2::1"));
        assertThat(AddressKey.of(InetAddress.getByName("2001:db8:1:2:ffff:ffff:ffff:ffff")))
                .isEqualTo(first);
        assertThat(AddressKey.of(InetAddress.getByName("2001:db8:1:3::1"))).isNotEqualTo(first);
        assertThat(AddressKey.of(InetAddress.getByName("::ffff:10.0.0.1")))
                .isEqualTo(AddressKey.of(InetAddress.getByName("10.0.0.1")))
                .isNotEqualTo(AddressKey.of(InetAddress.getByName("10.0.0.2")));
    }

    /** What an address has, as a child would count it. */
    private static final class Counted {
        int connections;
        int handshakes;
        final List<Long> taken = new ArrayList<>();
    }

    private record Inside(int address, boolean handshaking) {}

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void tableCountsAsAModelDoesAndReturnsToEmpty(long seed) {
        Random random = new Random(seed);
        int burst = 4;
        AddressTable table = table(3, 2, new Pace(SECOND, burst));
        Map<Integer, Counted> model = new HashMap<>();
        List<Inside> inside = new ArrayList<>();
        for (int step = 0; step < 20_000; step++) {
            String at = "seed " + seed + ", step " + step;
            switch (random.nextInt(4)) {
                case 0, 1 -> {
                    int address = random.nextInt(8);
                    boolean handshake = random.nextBoolean();
                    Counted counted = model.computeIfAbsent(address, absent -> new Counted());
                    Verdict expected = expected(counted, handshake, burst);
                    assertThat(table.tryEnter(key(address), handshake, now))
                            .as(at)
                            .isEqualTo(expected);
                    if (expected == Verdict.IN) {
                        counted.connections++;
                        counted.handshakes += handshake ? 1 : 0;
                        inside.add(new Inside(address, handshake));
                    }
                }
                case 2 -> leaveOrOpen(random, table, model, inside);
                default -> now += random.nextInt(700) * (SECOND / 1_000);
            }
            model.forEach((address, counted) ->
                    assertThat(table.connections(key(address))).as(at).isEqualTo(counted.connections));
        }
        inside.forEach(each -> table.left(key(each.address()), each.handshaking(), now));
        now += burst * SECOND;
        table.sweep(now);
        assertThat(table.active() + table.idle()).as("seed " + seed).isZero();
    }

    private void leaveOrOpen(Random random, AddressTable table, Map<Integer, Counted> model, List<Inside> inside) {
        if (inside.isEmpty()) {
            return;
        }
        Inside one = inside.remove(random.nextInt(inside.size()));
        Counted counted = requireNonNull(model.get(one.address()));
        if (one.handshaking()) {
            counted.handshakes--;
        }
        if (one.handshaking() && random.nextBoolean()) {
            table.opened(key(one.address()));
            inside.add(new Inside(one.address(), false));
        } else {
            table.left(key(one.address()), one.handshaking(), now);
            counted.connections--;
        }
    }

    /** Times at which tokens were taken, each a second after the one before or later: the bucket told naively. */
    private Verdict expected(Counted counted, boolean handshake, int burst) {
        if (counted.connections >= 3) {
            return Verdict.CONNECTIONS;
        }
        if (handshake && counted.handshakes >= 2) {
            return Verdict.HANDSHAKES;
        }
        counted.taken.removeIf(paidAt -> paidAt - now <= 0);
        if (counted.taken.size() >= burst) {
            return Verdict.RATE;
        }
        long last = counted.taken.isEmpty() ? now : counted.taken.get(counted.taken.size() - 1);
        counted.taken.add(last + SECOND);
        return Verdict.IN;
    }
}
