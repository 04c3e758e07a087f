package io.trunkline.testing.client;

import io.trunkline.Delivery;
import io.trunkline.Overflow;
import io.trunkline.Payload;
import io.trunkline.QueueFullException;
import io.trunkline.RequestTimeoutException;
import io.trunkline.Route;
import io.trunkline.client.ClientOptions;
import io.trunkline.client.ReconnectPolicy;
import io.trunkline.client.TrunklineClient;
import io.trunkline.server.TrunklineServer;
import io.trunkline.testing.FaultProxy;
import io.trunkline.testing.OurThreads;
import io.trunkline.transport.CloseReason;
import io.trunkline.transport.ConnectionLostException;
import io.trunkline.transport.Endpoint;
import io.trunkline.transport.OutboundLimits;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/** F4 to F9 and F13 of the faults, as a client sees them whose network, or whose server, does not do what it should. */
class ClientUnderFaultsIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Route<Integer, Integer> WORK = Route.of("work", Integer.class, Integer.class);
    private static final Route<Payload, Payload> TAKE = Route.of("take", Payload.class, Payload.class);

    private final Map<Integer, Integer> handled = new ConcurrentHashMap<>();
    private final TrunklineServer server = TrunklineServer.builder()
            .listen(0)
            .handle(WORK, this::work)
            .handle(TAKE, bytes -> Payload.ofText("\"taken\""))
            .start();
    private final FaultProxy proxy = FaultProxy.before(new Endpoint("127.0.0.1", server.port()));

    private int work(int number) {
        handled.merge(number, 1, Integer::sum);
        return number;
    }

    @AfterEach
    void nothingIsLeft() {
        proxy.close();
        server.closeNow();
        server.awaitClosed();
        OurThreads.awaitNone();
    }

    private ClientOptions.Builder options() {
        return ClientOptions.builder()
                .endpoint("127.0.0.1", proxy.port())
                .connectTimeout(PATIENCE)
                .requestTimeout(PATIENCE)
                .reconnect(ReconnectPolicy.builder()
                        .baseDelay(Duration.ofMillis(5))
                        .maxDelay(Duration.ofMillis(50))
                        .build());
    }

    private static List<CompletableFuture<Integer>> ask(TrunklineClient client, int from, int to) {
        return IntStream.range(from, to)
                .mapToObj(number -> client.requestAsync(WORK, number))
                .toList();
    }

    /** F4: the peer is half gone; what is sent stays below the cap, and the rest is refused by name. */
    @Test
    void writesToAPeerThatIsGoneDoNotPileUpAboveTheCap() {
        OutboundLimits small =
                new OutboundLimits(16 * 1024, 64 * 1024, 2 * 1024 * 1024, Duration.ofMinutes(5), Overflow.FAIL);
        try (TrunklineClient client =
                TrunklineClient.connect(options().outbound(small).build())) {
            proxy.halfOpen();
            List<CompletableFuture<Payload>> sent = fill(client);
            CompletableFuture<Payload> refused = sent.remove(sent.size() - 1);
            assertThat(failure(refused, QueueFullException.class).delivery()).isEqualTo(Delivery.NOT_SENT);
            client.closeNow();
            await().atMost(PATIENCE).until(() -> sent.stream().allMatch(CompletableFuture::isDone));
        }
    }

    /** Sends until the queue is full. */
    private static List<CompletableFuture<Payload>> fill(TrunklineClient client) {
        List<CompletableFuture<Payload>> sent = new ArrayList<>();
        await("a full queue").atMost(PATIENCE).until(() -> {
            CompletableFuture<Payload> next = client.requestAsync(TAKE, Payload.wrap(new byte[900_000]));
            sent.add(next);
            return next.isCompletedExceptionally();
        });
        return sent;
    }

    /** F5: requests arrive and answers are lost; each ends at its deadline, and may have been handled. */
    @Test
    void answersThatAreLostAreTimeoutsOfRequestsThatMayHaveRun() {
        Route<Integer, Integer> hasty = WORK.timeout(Duration.ofSeconds(3)); // To be written and handled in, first.
        try (TrunklineClient client = TrunklineClient.connect(options().build())) {
            assertThat(client.request(WORK, 0)).isZero();
            proxy.toClient().blackHole();
            List<CompletableFuture<Integer>> lost = IntStream.range(1, 20)
                    .mapToObj(number -> client.requestAsync(hasty, number))
                    .toList();
            lost.forEach(each -> assertThat(
                            failure(each, RequestTimeoutException.class).delivery())
                    .isEqualTo(Delivery.MAYBE_SENT));
            await().atMost(PATIENCE).until(() -> handled.size() == 20);
            assertThat(client.stats().inFlight()).isZero();
            client.closeNow();
        }
    }

    /** F6: a partition that heals while TCP is patient loses nothing and repeats nothing. */
    @Test
    void aPartitionThatHealsDelaysEveryAnswerAndRunsNothingTwice() {
        try (TrunklineClient client = TrunklineClient.connect(options().build())) {
            proxy.toServer().hold();
            proxy.toClient().hold();
            List<CompletableFuture<Integer>> asked = ask(client, 0, 100);
            assertThat(asked).noneMatch(CompletableFuture::isDone);
            proxy.toServer().release();
            proxy.toClient().release();
            for (int number = 0; number < 100; number++) {
                assertThat(asked.get(number).join()).isEqualTo(number);
            }
            assertThat(handled)
                    .hasSize(100)
                    .allSatisfy((number, times) -> assertThat(times).isOne());
            assertThat(client.stats().connectionsTotal()).isOne();
        }
    }

    /** F7: a hundred requests share the latency instead of waiting for each other, and none is timed out by it. */
    @Test
    void requestsShareTheLatencyOfTheirConnection() {
        try (TrunklineClient client = TrunklineClient.connect(
                options().requestTimeout(Duration.ofSeconds(20)).build())) {
            proxy.toServer().latency(Duration.ofMillis(200), Duration.ofMillis(100));
            proxy.toClient().latency(Duration.ofMillis(200), Duration.ofMillis(100));
            // One after the other they would take 40 s, and the last would be late.
            List<CompletableFuture<Integer>> asked = ask(client, 0, 100);
            for (int number = 0; number < 100; number++) {
                assertThat(asked.get(number).join()).isEqualTo(number);
            }
        }
    }

    /** F8: a link that takes next to nothing is a connection that is lost by write stall. */
    @Test
    void aLinkThatTakesNextToNothingIsAWriteStall() {
        OutboundLimits hasty =
                new OutboundLimits(16 * 1024, 64 * 1024, 64 * 1024 * 1024, Duration.ofMillis(300), Overflow.FAIL);
        try (TrunklineClient client = TrunklineClient.connect(
                options().reconnect(ReconnectPolicy.never()).outbound(hasty).build())) {
            proxy.toServer().bandwidth(1_024);
            List<CompletableFuture<Payload>> sent = IntStream.range(0, 30)
                    .mapToObj(i -> client.requestAsync(TAKE, Payload.wrap(new byte[900_000])))
                    .toList();
            ConnectionLostException lost = failure(sent.get(0), ConnectionLostException.class);
            assertThat(lost.reason().orElseThrow().kind()).isEqualTo(CloseReason.Kind.WRITE_STALL);
            assertThat(lost.delivery()).isEqualTo(Delivery.MAYBE_SENT);
            await().atMost(PATIENCE).until(() -> sent.stream().allMatch(CompletableFuture::isDone));
        }
    }

    /** F9. */
    @Test
    void everythingWorksInPiecesOfOneByte() {
        proxy.toServer().slicer(1, Duration.ofMillis(1));
        proxy.toClient().slicer(1, Duration.ofMillis(1));
        try (TrunklineClient client = TrunklineClient.connect(options().build())) {
            List<CompletableFuture<Integer>> asked = ask(client, 0, 5);
            for (int number = 0; number < 5; number++) {
                assertThat(asked.get(number).join()).isEqualTo(number);
            }
        }
    }

    /** F13: a server that stops reading for a while; what does not fit is refused, and what waited ends once. */
    @Test
    void aServerThatStopsReadingFillsAQueueWithABoundAndLaterEverythingEndsOnce() {
        OutboundLimits small =
                new OutboundLimits(16 * 1024, 64 * 1024, 2 * 1024 * 1024, Duration.ofMinutes(5), Overflow.FAIL);
        try (TrunklineClient client =
                TrunklineClient.connect(options().outbound(small).build())) {
            proxy.toServer().hold();
            List<CompletableFuture<Payload>> sent = fill(client);
            CompletableFuture<Payload> refused = sent.remove(sent.size() - 1);
            assertThatThrownBy(refused::join).cause().isInstanceOf(QueueFullException.class);
            proxy.toServer().release();
            sent.forEach(each -> assertThat(each.join().text()).isEqualTo("\"taken\""));
            assertThat(client.request(WORK, 1)).isOne();
            assertThat(client.stats().connectionsTotal()).isOne();
        }
    }

    private static <E extends Throwable> E failure(CompletableFuture<?> future, Class<E> type) {
        try {
            throw new AssertionError("answered " + future.join());
        } catch (CompletionException e) {
            assertThat(e.getCause()).isInstanceOf(type);
            return type.cast(e.getCause());
        }
    }
}
