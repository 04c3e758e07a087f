package io.trunkline.client.internal;

import io.trunkline.client.ClientState;
import io.trunkline.client.WhileDisconnected;
import io.trunkline.transport.TrunklineRuntime;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * P12 of the faults: thousands of random orders of connect, greet, fail, stall, call, answer, answer twice, cancel, time out,
 * subscribe, serve, lose and close, on a loop that is turned by hand.
 *
 * <p>Every call ends once, with its own answer or an error that says truly whether it was sent; none is sent twice unless it may
 * be; one that waits leaves in its order; nothing is left behind. A failure names its seed, and the seed makes it again.
 */
class ClientModelTest {
    private static final int STEPS = 1_000;
    private static final TrunklineRuntime THREADS = TrunklineRuntime.create();

    private static final Map<ClientState, Set<ClientState>> LEGAL = Map.of(
            ClientState.CONNECTING, Set.of(ClientState.READY, ClientState.DRAINING, ClientState.CLOSED),
            ClientState.READY, Set.of(ClientState.RECONNECTING, ClientState.DRAINING, ClientState.CLOSED),
            ClientState.RECONNECTING, Set.of(ClientState.READY, ClientState.DRAINING, ClientState.CLOSED),
            ClientState.DRAINING, Set.of(ClientState.CLOSED),
            ClientState.CLOSED, Set.of());

    @AfterAll
    static void endThreads() {
        THREADS.close();
    }

    static LongStream seeds() {
        return LongStream.rangeClosed(1, Long.getLong("trunkline.model.seeds", 40));
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    @Tag("feature-203")
    void everyCallEndsOnceWhateverHappens(long seed) {
        Random random = new Random(seed);
        boolean waits = random.nextInt(4) != 0;
        int connections = 1 + random.nextInt(3);
        try (ModelWorld world =
                new ModelWorld(THREADS, connections, waits ? WhileDisconnected.WAIT : WhileDisconnected.FAIL)) {
            ModelUser user = new ModelUser(world, random);
            for (int step = 0; step < STEPS; step++) {
                user.step();
                assertSound(world, waits, "seed " + seed + ", step " + step);
            }
            if (random.nextBoolean()) {
                assertComesToRest(world, user, "seed " + seed);
                assertCallsLeaveNoDeadline(world, "seed " + seed);
            }
            user.close(random.nextBoolean());
            assertAllOver(world, connections, "seed " + seed);
        } catch (RuntimeException | AssertionError e) {
            throw new AssertionError("seed " + seed + ": " + e.getMessage(), e);
        }
    }

    private static void assertSound(ModelWorld world, boolean waits, String where) {
        if (waits) {
            assertThat(world.calls)
                    .as("%s: calls that were not sent wait for the next connection", where)
                    .filteredOn(ModelCall::isLostUnsent)
                    .isEmpty();
        }
        List<ClientState> states = world.states;
        for (int i = 1; i < states.size(); i++) {
            assertThat(LEGAL.get(states.get(i - 1))).as("%s: %s", where, states).contains(states.get(i));
        }
        assertThat(states.get(states.size() - 1)).as(where).isEqualTo(world.lifecycle.state());
    }

    /** With brokers that answer at once the client is READY, nobody waits, and the broker knows what is wanted. */
    private static void assertComesToRest(ModelWorld world, ModelUser user, String where) {
        user.healEverything();
        assertThat(world.lifecycle.state()).as(where).isEqualTo(ClientState.READY);
        assertThat(world.waiting()).as(where).isZero();
        assertThat(world.calls)
                .as(where)
                .filteredOn(call -> !call.hasEndedOnce())
                .isEmpty();
        Set<String> known = new HashSet<>();
        world.peers.stream().filter(ModelPeer::isOpen).forEach(peer -> known.addAll(peer.subscribed));
        assertThat(known).as("%s: what the broker was asked for", where).isEqualTo(Set.copyOf(user.wanted()));
    }

    private static void assertCallsLeaveNoDeadline(ModelWorld world, String where) {
        int before = world.deadlines();
        for (int i = 0; i < 10; i++) {
            world.request(ModelWorld.ONCE, Duration.ofMinutes(1));
            world.request(ModelWorld.OFTEN, Duration.ofMinutes(1));
            world.request(ModelWorld.ONCE, Duration.ofMinutes(1)).future.cancel(false);
        }
        world.settle();
        assertThat(world.calls)
                .as(where)
                .filteredOn(call -> !call.hasEndedOnce())
                .isEmpty();
        assertThat(world.deadlines()).as("%s: deadlines", where).isEqualTo(before);
    }

    private static void assertAllOver(ModelWorld world, int connections, String where) {
        assertThat(world.lifecycle.state()).as(where).isEqualTo(ClientState.CLOSED);
        assertThat(world.calls).as(where).hasSizeGreaterThan(100);
        assertThat(world.calls)
                .as(where)
                .filteredOn(call -> !call.hasEndedOnce())
                .isEmpty();
        assertThat(world.calls)
                .as(where)
                .filteredOn(ModelCall::isAnsweredWrongly)
                .isEmpty();
        assertThat(world.waiting()).as("%s: at the gate", where).isZero();
        assertThat(world.inFlight()).as("%s: in flight", where).isZero();
        assertThat(world.subscriptions)
                .as("%s: whoever waits for a subscription is told", where)
                .filteredOn(each -> !each.acknowledged().isDone())
                .isEmpty();
        assertDeliveriesAreTrue(world, connections, where);
    }

    private static void assertDeliveriesAreTrue(ModelWorld world, int connections, String where) {
        Map<Integer, Integer> times = new HashMap<>();
        int before = -1;
        for (ModelPeer.Seen seen : world.arrived) {
            if (seen.topic().equals("oneway")) {
                continue;
            }
            int number = Integer.parseInt(seen.payload());
            boolean again = times.merge(number, 1, Integer::sum) > 1;
            if (seen.topic().equals("often")) {
                assertThat(times.get(number)).as("%s: %d", where, number).isLessThanOrEqualTo(Requests.MOST_SENDS);
                continue;
            }
            assertThat(again).as("%s: %d was sent twice", where, number).isFalse();
            if (connections == 1) {
                assertThat(number).as("%s: the order of calls", where).isGreaterThan(before);
            }
            before = number;
        }
        assertThat(world.calls)
                .as("%s: what was said not to have been sent", where)
                .filteredOn(ModelCall::isSaidUnsent)
                .filteredOn(call -> times.containsKey(call.number))
                .isEmpty();
    }
}
