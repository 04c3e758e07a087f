package io.trunkline.server;

import io.trunkline.Route;
import io.trunkline.codec.Framing;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

import static io.trunkline.server.Ids.id;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Row F45 of the faults: a tenth of the connections are attackers, and no honest client sees an error.
 *
 * <p>How much slower the honest ones are is printed, since a busy machine decides about that as much as we do.
 */
@Timeout(300)
class AttackIT {
    private static final Route<String, String> ECHO = Route.of("echo", String.class, String.class);
    private static final int HONEST = 18;
    private static final int ATTACKERS = 2;
    private static final int REQUESTS = LongForm.count(300, 5_000);
    private static final long SEED = 45;

    @RegisterExtension
    final ServerFixture fixture = new ServerFixture();

    private final AtomicBoolean over = new AtomicBoolean();
    private final AtomicLong attacks = new AtomicLong();
    private final ConcurrentLinkedQueue<Throwable> failures = new ConcurrentLinkedQueue<>();

    @Test
    void honestClientsSeeNoErrorWhileATenthOfTheConnectionsAttacks() throws Exception {
        fixture.start(server -> server.listen(0).handle(ECHO, text -> text));
        long[] calm = askAll();
        List<Thread> attackers = new ArrayList<>();
        for (int i = 0; i < ATTACKERS; i++) {
            Random random = new Random(SEED + i);
            attackers.add(start(() -> attack(random)));
        }
        long[] attacked = askAll();
        over.set(true);
        for (Thread attacker : attackers) {
            attacker.join();
        }
        System.out.printf(
                "attack (seed %d): %d requests of %d honest clients beside %d attacks; p99 %d us, without them %d us%n",
                SEED, attacked.length, HONEST, attacks.get(), percentile99(attacked), percentile99(calm));
        assertThat(failures).isEmpty();
        assertThat(attacked).hasSize(HONEST * REQUESTS);
        assertThat(attacks).hasPositiveValue();
        fixture.connect().ping();
    }

    private Thread start(Runnable body) {
        Thread thread = new Thread(body);
        thread.setUncaughtExceptionHandler((dead, failure) -> failures.add(failure));
        thread.start();
        return thread;
    }

    /** Microseconds of every request of every honest client. */
    private long[] askAll() throws InterruptedException {
        List<Thread> clients = new ArrayList<>();
        ConcurrentLinkedQueue<Long> times = new ConcurrentLinkedQueue<>();
        for (int i = 0; i < HONEST; i++) {
            BytePeer peer = fixture.connect();
            clients.add(start(() -> ask(peer, times)));
        }
        for (Thread client : clients) {
            client.join();
        }
        return times.stream().mapToLong(Long::longValue).sorted().toArray();
    }

    private static void ask(BytePeer peer, ConcurrentLinkedQueue<Long> times) {
        for (int i = 0; i < REQUESTS; i++) {
            long before = System.nanoTime();
            assertThat(peer.exchange("request:echo:1.0.0:" + id(i) + "::60000\n\"n" + i + "\""))
                    .isEqualTo("response:echo:1.0.0:" + id(i) + "\n\"n" + i + "\"");
            times.add((System.nanoTime() - before) / 1_000);
        }
    }

    private static long percentile99(long[] sorted) {
        return sorted[sorted.length * 99 / 100];
    }

    private void attack(Random random) {
        while (!over.get()) {
            try (BytePeer peer = BytePeer.raw(fixture.server().port(), Framing.ENVELOPE)) {
                attack(peer, random);
            } catch (UncheckedIOException e) {
                // Cut, as an attacker deserves.
            } finally {
                attacks.incrementAndGet();
            }
        }
    }

    /** One of the bad inputs, as rude as the list has them. */
    private static void attack(BytePeer peer, Random random) {
        byte[] noise = new byte[1 + random.nextInt(4_096)];
        switch (random.nextInt(8)) {
            case 0 -> {
                random.nextBytes(noise);
                peer.sendBytes(noise).readToEnd();
            }
            case 1 -> peer.sendBytes(new byte[] {-1, -1, -1, -1, 0, 0, 0, 0}).readToEnd();
            case 2 -> peer.sendBytes(new byte[8 * 10_000]).readToEnd(); // empty frames
            case 3 -> peer.send("request:echo:1.0.0:" + id(1) + "\n" + "[".repeat(50_000));
            case 4 -> peer.sendBytes(Arrays.copyOf(peer.frame("request:echo:1.0.0:" + id(1) + "\n\"x\""), 20));
            case 5 -> flood(peer, 2_000);
            case 6 -> peer.send("response:echo:1.0.0:" + id(1) + "\n\"forged\"").reset();
            default -> peer.send("GET / HTTP/1.1\r\n\r\n").reset();
        }
    }

    /** More requests than may run, and none of their answers is read. */
    private static void flood(BytePeer peer, int requests) {
        for (int i = 0; i < requests; i++) {
            peer.send("request:echo:1.0.0:" + id(i) + "\n\"x\"");
        }
        peer.reset();
    }
}
