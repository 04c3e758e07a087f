package io.trunkline.testing.client;

import io.trunkline.Delivery;
import io.trunkline.Payload;
import io.trunkline.Route;
import io.trunkline.TrunklineException;
import io.trunkline.client.ClientObserver;
import io.trunkline.client.ClientOptions;
import io.trunkline.client.ClientState;
import io.trunkline.client.ReconnectPolicy;
import io.trunkline.client.TrunklineClient;
import io.trunkline.server.TrunklineServer;
import io.trunkline.transport.ConnectionLostException;
import io.trunkline.transport.TrunklineRuntime;
import java.io.File;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** P12 to P15, F15, F16 and F43 of the faults: servers that end and come back under clients that go on. */
class RestartIT {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Route<Integer, Integer> ECHO = Route.of("echo", Integer.class, Integer.class);
    private static final Route<Integer, Integer> GET =
            Route.of("get", Integer.class, Integer.class).idempotent();

    @RegisterExtension
    final HeldPort port = new HeldPort();

    @Test
    @Tag("feature-203")
    void everyRequestIsAccountedForAndSubscriptionsLiveThroughFiftyRestarts() throws InterruptedException {
        int descriptors = openDescriptors();
        TrunklineServer server = server(port.number());
        ClientOptions options = ClientOptions.builder()
                .endpoint("127.0.0.1", port.number())
                .connections(2)
                .connectTimeout(PATIENCE)
                .requestTimeout(PATIENCE)
                .reconnect(ReconnectPolicy.builder()
                        .baseDelay(Duration.ofMillis(5))
                        .maxDelay(Duration.ofMillis(50))
                        .build())
                .build();
        try (TrunklineClient client = TrunklineClient.connect(options)) {
            Set<Integer> received = ConcurrentHashMap.newKeySet();
            client.subscribe("events.#", event -> received.add(event.payload().as(Integer.class)));
            Load load = new Load(client);
            load.start();
            for (int round = 0; round < 50; round++) {
                int answered = load.answered.get();
                await().atMost(PATIENCE).until(() -> load.answered.get() > answered + 20);
                server.closeNow();
                server = server(port.number());
                publish(client, round);
                int expected = round;
                await().atMost(PATIENCE).until(() -> received.contains(expected));
            }
            load.finish();
            assertThat(load.wrong).as("answers to somebody else's question").hasValue(0);
            assertThat(load.lostUnsent)
                    .as("ended by a lost connection that had not carried them")
                    .hasValue(0);
            assertThat(load.ended.get()).isEqualTo(load.begun.get());
            assertThat(client.stats().inFlight()).isZero();
            assertThat(client.stats().waiting()).isZero();
            assertThat(client.stats().connectionsTotal()).isGreaterThanOrEqualTo(51);
        } finally {
            server.closeNow();
            server.awaitClosed();
        }
        assertNothingIsLeft(descriptors);
    }

    @Test
    @Tag("feature-201")
    void aThousandClientsComeBackSpreadOverTheirRests() throws InterruptedException {
        int descriptors = openDescriptors();
        ConcurrentLinkedQueue<Duration> rests = new ConcurrentLinkedQueue<>();
        ClientObserver observer = new ClientObserver() {
            @Override
            public void onRetry(int attempt, Duration delay, Throwable why) {
                if (attempt == 1) {
                    rests.add(delay);
                }
            }
        };
        TrunklineServer server = server(port.number());
        List<TrunklineClient> clients = new ArrayList<>();
        try (TrunklineRuntime runtime = TrunklineRuntime.create()) {
            ClientOptions options = ClientOptions.builder()
                    .endpoint("127.0.0.1", port.number())
                    .connectTimeout(PATIENCE)
                    .runtime(runtime)
                    .observer(observer)
                    .build();
            for (int i = 0; i < 1_000; i++) {
                clients.add(TrunklineClient.start(options));
            }
            awaitAll(clients, ClientState.READY, 1);
            rests.clear();
            server.closeNow();
            server = server(port.number());
            awaitAll(clients, ClientState.READY, 2);
            await("each rested before it came back").atMost(PATIENCE).until(() -> rests.size() >= 1_000);
            // Both ends of a connection each, and what loops and files need: nothing of what was lost is kept.
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(openDescriptors()).isLessThan(descriptors + 2_000 + 100));
            int[] slots = new int[10];
            rests.forEach(rest -> slots[(int) Math.min(9, rest.toMillis() / 100)]++);
            assertThat(Arrays.stream(slots).max().orElseThrow())
                    .as("the fullest 100 ms of %s", Arrays.toString(slots))
                    .isLessThanOrEqualTo(rests.size() / 4);
            clients.forEach(TrunklineClient::closeNow);
            clients.forEach(TrunklineClient::awaitClosed);
        } finally {
            server.closeNow();
            server.awaitClosed();
        }
        assertNothingIsLeft(descriptors);
    }

    /** Once more where it may have been sent; what was not sent goes on by itself over the next connection. */
    private static void publish(TrunklineClient client, int round) {
        boolean confirmed = false;
        while (!confirmed) {
            try {
                client.publishAndConfirm("events.round", round);
                confirmed = true;
            } catch (ConnectionLostException e) {
                assertThat(e.delivery()).isEqualTo(Delivery.MAYBE_SENT);
            }
        }
    }

    private static void awaitAll(List<TrunklineClient> clients, ClientState state, int connections) {
        await().atMost(Duration.ofSeconds(60))
                .until(() -> clients.stream()
                        .allMatch(client ->
                                client.state() == state && client.stats().connectionsTotal() >= connections));
    }

    private static TrunklineServer server(int port) {
        return TrunklineServer.builder()
                .listen(port)
                .handle(ECHO, number -> number)
                .handle(GET, number -> number)
                .start();
    }

    /** The kernel and the JVM may keep a few for themselves; fifty restarts that leak one each are seen. */
    private static void assertNothingIsLeft(int descriptorsBefore) {
        await().atMost(PATIENCE).untilAsserted(() -> {
            assertThat(Thread.getAllStackTraces().keySet())
                    .extracting(Thread::getName)
                    .noneMatch(name -> name.startsWith("trunkline-"));
            assertThat(openDescriptors()).isLessThan(descriptorsBefore + 25);
        });
    }

    private static int openDescriptors() {
        String[] open = new File("/proc/self/fd").list();
        return open == null ? 0 : open.length;
    }

    /** Callers of every kind, until they are told to stop. */
    private static final class Load {
        private final TrunklineClient client;
        private final AtomicInteger begun = new AtomicInteger();
        private final AtomicInteger ended = new AtomicInteger();
        private final AtomicInteger answered = new AtomicInteger();
        private final AtomicInteger wrong = new AtomicInteger();
        private final AtomicInteger lostUnsent = new AtomicInteger();
        private final AtomicBoolean stop = new AtomicBoolean();
        private final List<Thread> threads = new ArrayList<>();
        private final ConcurrentLinkedQueue<CompletableFuture<Void>> futures = new ConcurrentLinkedQueue<>();

        Load(TrunklineClient client) {
            this.client = client;
        }

        void start() {
            run(() -> block(ECHO));
            run(() -> block(GET));
            run(() -> later(ECHO));
            run(() -> later(GET));
        }

        private void run(Runnable call) {
            Thread thread = new Thread(() -> {
                while (!stop.get()) {
                    call.run();
                }
            });
            threads.add(thread);
            thread.start();
        }

        private void block(Route<Integer, Integer> route) {
            int number = begun.incrementAndGet();
            try {
                answered(client.request(route, number) == number);
            } catch (TrunklineException e) {
                failed(e);
            } finally {
                ended.incrementAndGet();
            }
        }

        /** Ten at a time, so that many are in flight when the server ends. */
        @SuppressWarnings("CollectionUndefinedEquality") // The same objects are meant.
        private void later(Route<Integer, Integer> route) {
            List<CompletableFuture<Void>> some = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                int number = begun.incrementAndGet();
                some.add(client.requestAsync(route, number).handle((answer, error) -> {
                    ended.incrementAndGet();
                    if (error == null) {
                        answered(answer == number);
                    } else {
                        failed(error);
                    }
                    return null;
                }));
            }
            futures.addAll(some);
            CompletableFuture.allOf(some.toArray(CompletableFuture[]::new)).join();
            futures.removeAll(some);
        }

        private void answered(boolean right) {
            answered.incrementAndGet();
            if (!right) {
                wrong.incrementAndGet();
            }
        }

        /** What was not sent when its connection was lost goes on over the next. */
        private void failed(Throwable error) {
            if (error instanceof ConnectionLostException lost && lost.delivery() != Delivery.MAYBE_SENT) {
                lostUnsent.incrementAndGet();
            }
        }

        void finish() throws InterruptedException {
            stop.set(true);
            for (Thread thread : threads) {
                thread.join();
            }
            assertThat(futures).allMatch(CompletableFuture::isDone);
        }
    }

    @Test
    void closingRacesWithEverythingAndEveryCallEnds() {
        TrunklineServer server = server(port.number());
        try (TrunklineRuntime runtime = TrunklineRuntime.create()) {
            for (int round = 0; round < 100; round++) {
                TrunklineClient client = TrunklineClient.start(ClientOptions.builder()
                        .endpoint("127.0.0.1", port.number())
                        .runtime(runtime)
                        .connections(1 + round % 3)
                        .build());
                List<CompletableFuture<?>> all = new ArrayList<>();
                for (int i = 0; i < 20; i++) {
                    all.add(client.requestAsync(i % 2 == 0 ? ECHO : GET, i));
                }
                all.add(client.subscribe("events.#", event -> {}).confirmed().toCompletableFuture());
                CompletableFuture<?> first = CompletableFuture.runAsync(client::close);
                CompletableFuture<?> second =
                        round % 2 == 0 ? CompletableFuture.runAsync(client::closeNow) : first.thenRun(() -> {});
                CompletableFuture<Payload> last = client.requestAsync("echo", 1);
                CompletableFuture.allOf(first, second).join();
                client.awaitClosed();
                all.add(last);
                await().atMost(PATIENCE).until(() -> all.stream().allMatch(CompletableFuture::isDone));
                assertThat(client.state()).isEqualTo(ClientState.CLOSED);
            }
        } finally {
            server.closeNow();
        }
    }
}
