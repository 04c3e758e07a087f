package io.trunkline.testing.client;

import io.trunkline.client.ClientObserver;
import io.trunkline.client.ClientOptions;
import io.trunkline.client.ClientState;
import io.trunkline.client.ReconnectPolicy;
import io.trunkline.client.TrunklineClient;
import io.trunkline.server.TrunklineServer;
import io.trunkline.testing.FaultProxy;
import io.trunkline.testing.OurThreads;
import io.trunkline.transport.Endpoint;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** F44 of the faults: a subscriber that loses its connection in a burst misses a part and knows it; the others miss nothing. */
class BurstIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int EVENTS = 3_000;

    @Test
    void aSubscriberThatReconnectsInABurstMissesAPartAndTheOthersNothing() {
        AtomicInteger gaps = new AtomicInteger();
        ClientObserver observer = new ClientObserver() {
            @Override
            public void onState(ClientState from, ClientState to) {
                if (to == ClientState.RECONNECTING) {
                    gaps.incrementAndGet();
                }
            }
        };
        try (TrunklineServer server = TrunklineServer.builder().listen(0).start();
                FaultProxy proxy = FaultProxy.before(new Endpoint("127.0.0.1", server.port()));
                TrunklineClient publisher =
                        TrunklineClient.connect(options(server.port()).build());
                TrunklineClient healthy =
                        TrunklineClient.connect(options(server.port()).build());
                TrunklineClient unlucky = TrunklineClient.connect(
                        options(proxy.port()).observer(observer).build())) {
            ConcurrentLinkedQueue<Integer> all = new ConcurrentLinkedQueue<>();
            ConcurrentLinkedQueue<Integer> some = new ConcurrentLinkedQueue<>();
            healthy.subscribe("burst.#", event -> all.add(event.payload().as(Integer.class)));
            unlucky.subscribe("burst.#", event -> some.add(event.payload().as(Integer.class)));
            burst(publisher, 0, EVENTS / 3);
            proxy.resetConnections();
            burst(publisher, EVENTS / 3, EVENTS);
            await().atMost(PATIENCE).until(() -> gaps.get() == 1 && unlucky.state() == ClientState.READY);
            publisher.publishAndConfirm("burst.last", EVENTS);
            await().atMost(PATIENCE).until(() -> all.contains(EVENTS) && some.contains(EVENTS));
            assertThat(all).containsExactlyElementsOf(numbers(EVENTS + 1));
            assertThat(List.copyOf(some))
                    .as("in order, and none twice")
                    .isSorted()
                    .doesNotHaveDuplicates();
            assertThat(unlucky.stats().connectionsTotal()).isEqualTo(2);
            assertThat(gaps).as("gaps that it was told of").hasValue(1);
        }
        OurThreads.awaitNone();
    }

    /** The last of each hundred is confirmed, so that no queue overflows. */
    private static void burst(TrunklineClient publisher, int from, int to) {
        for (int number = from; number < to; number++) {
            if (number % 100 == 99) {
                publisher.publishAndConfirm("burst.event", number);
            } else {
                publisher.publish("burst.event", number);
            }
        }
    }

    private static List<Integer> numbers(int count) {
        return IntStream.range(0, count).boxed().toList();
    }

    private static ClientOptions.Builder options(int port) {
        return ClientOptions.builder()
                .endpoint("127.0.0.1", port)
                .connectTimeout(PATIENCE)
                .requestTimeout(PATIENCE)
                .reconnect(ReconnectPolicy.builder()
                        .baseDelay(Duration.ofMillis(5))
                        .maxDelay(Duration.ofMillis(50))
                        .build());
    }
}
