package io.trunkline.testing.faults;

import io.trunkline.Route;
import io.trunkline.codec.Framing;
import io.trunkline.server.ListenOptions;
import io.trunkline.server.TrunklineServer;
import io.trunkline.testing.FaultProxy;
import io.trunkline.transport.Endpoint;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Row P12 of the faults, at the server: connections are cut, sliced and delayed under requests, and every request ends once.
 *
 * <p>An end is an answer with the request's own number, a refusal that says so, or the end of its connection. What was answered was
 * handled, nothing is handled twice, and the server holds nothing afterwards. A million requests in the long form.
 */
@Timeout(600)
class RequestsUnderFaultsIT {
    private static final int CALLERS = 8;
    private static final int REQUESTS = LongForm.count(40_000, 1_000_000);
    private static final long SEED = 12;
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Route<Integer, Integer> WORK = Route.of("work", Integer.class, Integer.class);

    private final AtomicIntegerArray handled = new AtomicIntegerArray(REQUESTS);
    private final AtomicInteger numbers = new AtomicInteger();
    private final ConcurrentLinkedQueue<Throwable> failures = new ConcurrentLinkedQueue<>();
    private final List<LoneCaller> callers = new ArrayList<>();

    private int work(int number) {
        handled.incrementAndGet(number);
        return number;
    }

    @Test
    void everyRequestEndsOnceWhateverBecomesOfItsConnection() throws Exception {
        try (TrunklineServer server = TrunklineServer.builder()
                        .listen(ListenOptions.builder()
                                .port(0)
                                .framing(Framing.LENGTH_PREFIXED)
                                .build())
                        .handle(WORK, this::work)
                        .start();
                FaultProxy proxy = FaultProxy.before(new Endpoint("127.0.0.1", server.port()), SEED)) {
            List<Thread> threads = new ArrayList<>();
            for (int i = 0; i < CALLERS; i++) {
                LoneCaller caller = new LoneCaller(proxy.port(), this::nextNumber);
                callers.add(caller);
                Thread thread = new Thread(() -> askAll(caller));
                threads.add(thread);
                thread.start();
            }
            harm(proxy, threads);
            await().atMost(PATIENCE).untilAsserted(() -> {
                assertThat(server.stats().broker().requestsInFlight()).isZero();
                assertThat(server.stats().connections()).isZero();
            });
            check();
        }
    }

    private int nextNumber() {
        int next = numbers.getAndIncrement();
        return next < REQUESTS ? next : -1;
    }

    private void askAll(LoneCaller caller) {
        try {
            caller.askAll();
        } catch (Throwable e) {
            failures.add(e);
        }
    }

    /** Does one thing to the network after the other until every caller is done. */
    private static void harm(FaultProxy proxy, List<Thread> callers) throws InterruptedException {
        Random random = new Random(SEED);
        for (Thread caller : callers) {
            while (caller.isAlive()) {
                proxy.heal();
                switch (random.nextInt(5)) {
                    case 0 -> proxy.resetConnections();
                    case 1 -> proxy.toServer().resetAfter(1 + random.nextInt(100_000));
                    case 2 -> proxy.toClient().closeAfter(1 + random.nextInt(100_000));
                    case 3 -> proxy.toClient().slicer(1 + random.nextInt(50), Duration.ZERO);
                    default -> proxy.toServer().latency(Duration.ofMillis(1 + random.nextInt(20)));
                }
                caller.join(100); // The pause between two faults, unless the caller is done before.
            }
        }
        proxy.heal();
    }

    private void check() {
        long answered = callers.stream().mapToLong(LoneCaller::answered).sum();
        long refused = callers.stream().mapToLong(LoneCaller::refused).sum();
        long lost = callers.stream().mapToLong(LoneCaller::lost).sum();
        int ran = 0;
        for (int number = 0; number < REQUESTS; number++) {
            assertThat(handled.get(number)).as("request %d", number).isLessThanOrEqualTo(1);
            ran += handled.get(number);
        }
        System.out.printf(
                "requests under faults (seed %d): %d asked, %d answered, %d refused, %d lost with their connections; %d ran%n",
                SEED, REQUESTS, answered, refused, lost, ran);
        assertThat(failures).isEmpty();
        assertThat(answered + refused + lost).isEqualTo(REQUESTS);
        assertThat((long) ran).isBetween(answered, answered + lost);
        for (LoneCaller caller : callers) {
            caller.forEachAnswered(number ->
                    assertThat(handled.get(number)).as("answered, so it ran").isOne());
        }
        assertThat(lost).as("faults that struck").isPositive();
    }
}
