package io.trunkline.testing.client;

import io.trunkline.Delivery;
import io.trunkline.RequestInterruptedException;
import io.trunkline.Route;
import io.trunkline.client.ClientOptions;
import io.trunkline.client.TrunklineClient;
import io.trunkline.server.TrunklineServer;
import io.trunkline.testing.OurThreads;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** F36 and P11 of the faults: an interrupt ends its thread's wait, stays visible, and costs nobody else anything. */
class InterruptIT {
    private static final int CALLERS = 20;
    private static final int INTERRUPTS = 1_000;
    private static final long SEED = 36;
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Route<Integer, Integer> ECHO = Route.of("echo", Integer.class, Integer.class);

    @RegisterExtension
    final HeldPort closed = new HeldPort();

    private final TrunklineServer server =
            TrunklineServer.builder().listen(0).handle(ECHO, number -> number).start();
    private final AtomicBoolean stop = new AtomicBoolean();
    private final AtomicInteger answered = new AtomicInteger();
    private final AtomicInteger interrupted = new AtomicInteger();
    private final ConcurrentLinkedQueue<Throwable> failures = new ConcurrentLinkedQueue<>();

    @AfterEach
    void nothingIsLeft() {
        server.closeNow();
        server.awaitClosed();
        OurThreads.awaitNone();
    }

    @Test
    void aThousandInterruptsEndACallEachAtMostAndNoConnection() throws InterruptedException {
        try (TrunklineClient client = TrunklineClient.connect(ClientOptions.builder()
                .endpoint("127.0.0.1", server.port())
                .requestTimeout(PATIENCE)
                .build())) {
            List<Thread> callers = new ArrayList<>();
            for (int i = 0; i < CALLERS; i++) {
                int first = i * 1_000_000;
                Thread caller = new Thread(() -> callUntilStopped(client, first), "caller-" + i);
                callers.add(caller);
                caller.start();
            }
            interruptAtRandom(callers);
            stop.set(true);
            for (Thread caller : callers) {
                caller.join();
            }
            assertThat(failures).as("seed %d", SEED).isEmpty();
            assertThat(interrupted.get()).isBetween(1, INTERRUPTS);
            assertThat(client.stats().connectionsTotal()).isOne();
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(client.stats().inFlight()).isZero());
        }
    }

    private void interruptAtRandom(List<Thread> callers) {
        Random random = new Random(SEED);
        for (int i = 0; i < INTERRUPTS; i++) {
            callers.get(random.nextInt(CALLERS)).interrupt();
            if (i % 20 == 0) {
                int before = answered.get();
                await("calls between interrupts").atMost(PATIENCE).until(() -> answered.get() > before);
            }
        }
    }

    private void callUntilStopped(TrunklineClient client, int first) {
        for (int number = first; !stop.get(); number++) {
            try {
                int answer = client.request(ECHO, number);
                if (answer != number) {
                    failures.add(new AssertionError(number + " was answered " + answer));
                }
                answered.incrementAndGet();
            } catch (RequestInterruptedException e) {
                interrupted.incrementAndGet();
                if (!Thread.interrupted()) {
                    failures.add(new AssertionError("the flag was not restored", e));
                }
                if (e.delivery() == Delivery.ANSWERED) {
                    failures.add(new AssertionError("interrupted, but " + e.delivery(), e));
                }
            } catch (RuntimeException e) {
                failures.add(e);
            }
        }
    }

    @Test
    void aWaitForAConnectionEndsByAnInterruptAndNothingWasSent() throws InterruptedException {
        try (TrunklineClient client = TrunklineClient.start(ClientOptions.builder()
                .endpoint("127.0.0.1", closed.number())
                .requestTimeout(PATIENCE)
                .build())) {
            AtomicReference<RequestInterruptedException> thrown = new AtomicReference<>();
            CompletableFuture<Boolean> flag = new CompletableFuture<>();
            Thread caller = new Thread(() -> {
                try {
                    client.request(ECHO, 1);
                } catch (RequestInterruptedException e) {
                    thrown.set(e);
                }
                flag.complete(Thread.currentThread().isInterrupted());
            });
            caller.start();
            await().atMost(PATIENCE).until(() -> client.stats().waiting() == 1);
            caller.interrupt();
            assertThat(flag.join()).as("the flag").isTrue();
            caller.join();
            assertThat(thrown.get().delivery()).isEqualTo(Delivery.NOT_SENT);
            assertThat(client.stats().waiting()).isZero();
            client.closeNow();
        }
    }
}
