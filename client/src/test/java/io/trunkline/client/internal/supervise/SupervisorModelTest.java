package io.trunkline.client.internal.supervise;

import io.trunkline.client.ReconnectPolicy;
import io.trunkline.transport.Endpoint;
import io.trunkline.transport.manual.ManualLoop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Thousands of random orders of open, fail, lose, wait and close, for three connections over three endpoints: whatever
 * happens, a connection that is not closed is up, being tried, or will be.
 */
class SupervisorModelTest {
    private static final int LINKS = 3;
    private static final int STEPS = 4_000;

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 22, 333, 4_444, 55_555, 666_666})
    void noOrderOfEventsLosesAConnectionOrKeepsTwo(long seed) {
        Random random = new Random(seed);
        try (ManualLoop loop = new ManualLoop()) {
            EndpointBook book =
                    new EndpointBook(List.of(new Endpoint("a", 1), new Endpoint("b", 2), new Endpoint("c", 3)));
            List<Link> links = new ArrayList<>();
            for (int i = 0; i < LINKS; i++) {
                links.add(new Link(loop, book, i, random));
                links.get(i).supervisor.start();
            }
            for (int step = 0; step < STEPS; step++) {
                Link link = links.get(random.nextInt(LINKS));
                link.randomEvent(random);
                if (random.nextInt(4) == 0) {
                    loop.advance(Duration.ofMillis(random.nextInt(2_000)));
                }
                if (random.nextInt(300) == 0) {
                    link.replace(loop, book, random);
                }
                loop.runUntilIdle();
                assertThat(links).as("step %d of seed %d", step, seed).allMatch(Link::isSound);
                assertThat(probesPerEndpoint(links))
                        .as("step %d of seed %d", step, seed)
                        .allMatch(n -> n <= 1);
            }
            settle(loop, links, seed);
            links.forEach(link -> link.supervisor.close());
        }
    }

    /** Every attempt succeeds from now on: all are up after the longest rest. */
    private static void settle(ManualLoop loop, List<Link> links, long seed) {
        for (int i = 0; i < 100; i++) {
            links.forEach(Link::openAll);
            loop.advance(Duration.ofSeconds(31));
            loop.runUntilIdle();
        }
        links.forEach(Link::openAll);
        assertThat(links).as("seed %d", seed).allMatch(link -> link.up != null);
    }

    private static List<Integer> probesPerEndpoint(List<Link> links) {
        Map<Endpoint, Integer> probes = new HashMap<>();
        for (Link link : links) {
            for (Attempt<String> attempt : link.open) {
                probes.merge(attempt.endpoint(), attempt.choice().isProbe() ? 1 : 0, Integer::sum);
            }
        }
        return List.copyOf(probes.values());
    }

    /** One supervised connection, and a model of what it has been told. */
    private static final class Link implements Party<String> {
        private final int place;
        private final Set<Attempt<String>> open = new HashSet<>();
        private Supervisor<String> supervisor;
        private @Nullable Attempt<String> current;
        private @Nullable String up;
        private int hungUp;
        private int names;
        private boolean sound = true;

        Link(ManualLoop loop, EndpointBook book, int place, Random random) {
            this.place = place;
            supervisor = supervise(loop, book, random);
        }

        private Supervisor<String> supervise(ManualLoop loop, EndpointBook book, Random random) {
            return new Supervisor<>(
                    loop.loop(),
                    new Rounds(book, place, Duration.ofSeconds(5)),
                    ReconnectPolicy.forever(),
                    random::nextDouble,
                    this);
        }

        /** Closes it, and begins anew in its place. */
        void replace(ManualLoop loop, EndpointBook book, Random random) {
            supervisor.close();
            sound &= open.isEmpty();
            up = null;
            supervisor = supervise(loop, book, random);
            supervisor.start();
        }

        void randomEvent(Random random) {
            Attempt<String> attempt = current;
            if (attempt == null) {
                return;
            }
            switch (random.nextInt(6)) {
                case 0, 1 -> openAll();
                case 2 -> fail(attempt);
                case 3, 4 -> attempt.lost(SupervisorTest.lost());
                default -> {
                    // Twice, and in the wrong order: nobody listens.
                    attempt.lost(SupervisorTest.lost());
                    attempt.lost(SupervisorTest.lost());
                    fail(attempt);
                    fail(attempt);
                }
            }
        }

        private void fail(Attempt<String> attempt) {
            open.remove(attempt);
            attempt.failed(SupervisorTest.refused("by chance"));
        }

        void openAll() {
            for (Attempt<String> attempt : List.copyOf(open)) {
                open.remove(attempt);
                attempt.opened("c" + place + "." + names++);
            }
        }

        boolean isSound() {
            return sound && open.size() <= 1 && !(up != null && !open.isEmpty());
        }

        @Override
        public Runnable dial(Attempt<String> attempt) {
            sound &= open.isEmpty() && up == null;
            open.add(attempt);
            current = attempt;
            return () -> {
                hungUp++;
                open.remove(attempt);
            };
        }

        @Override
        public void up(String connection) {
            sound &= up == null;
            up = connection;
        }

        @Override
        public void down(String connection, RuntimeException why) {
            sound &= connection.equals(up);
            up = null;
        }

        @Override
        public void resting(int attempt, Duration delay, RuntimeException why) {
            sound &=
                    up == null && open.isEmpty() && !delay.isNegative() && delay.compareTo(Duration.ofSeconds(30)) <= 0;
        }

        @Override
        public void gaveUp(int attempts, RuntimeException why) {
            sound = false;
        }
    }
}
