package io.trunkline.testing.client;

import io.trunkline.Message;
import io.trunkline.client.ClientObserver;
import io.trunkline.client.ClientOptions;
import io.trunkline.client.ClientState;
import io.trunkline.client.ReconnectPolicy;
import io.trunkline.client.TrunklineClient;
import io.trunkline.server.ServerObserver;
import io.trunkline.server.TrunklineServer;
import io.trunkline.transport.Connection;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** P14 of the faults at its full size: a client with as many subscriptions as one may have comes back with all of them. */
class ManySubscriptionsIT {
    private static final int SUBSCRIPTIONS = 10_000;
    private static final int BOUNCES = 5;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @RegisterExtension
    final HeldPort port = new HeldPort();

    private final AtomicLong openedAt = new AtomicLong();
    private final Queue<Long> restoreMillis = new ConcurrentLinkedQueue<>();
    private final Queue<String> notRestored = new ConcurrentLinkedQueue<>();

    @Test
    void tenThousandSubscriptionsAreBackWhenTheClientIsReady() {
        TrunklineServer server = server();
        try (TrunklineClient client = TrunklineClient.connect(options())) {
            Queue<String> received = new ConcurrentLinkedQueue<>();
            for (int i = 0; i < SUBSCRIPTIONS; i++) {
                client.subscribe("bounce.n" + i, (Message event) -> received.add(event.topic()));
            }
            restoreMillis.clear();
            for (int bounce = 1; bounce <= BOUNCES; bounce++) {
                server.closeNow();
                await().atMost(PATIENCE).until(() -> client.state() != ClientState.READY);
                server = server();
                int times = bounce;
                await().atMost(PATIENCE).until(() -> restoreMillis.size() == times);
                assertThat(server.stats().broker().subscriptions())
                        .as("known to the server since READY")
                        .isEqualTo(SUBSCRIPTIONS);
                received.clear();
                server.publish("bounce.n" + (SUBSCRIPTIONS - 1), bounce);
                await().atMost(PATIENCE)
                        .untilAsserted(() -> assertThat(received).containsExactly("bounce.n" + (SUBSCRIPTIONS - 1)));
            }
            assertThat(notRestored).isEmpty();
            System.out.printf(
                    "%,d subscriptions: from the connection to READY in %s ms%n", SUBSCRIPTIONS, restoreMillis);
        } finally {
            server.closeNow();
        }
    }

    private TrunklineServer server() {
        return TrunklineServer.builder()
                .listen(port.number())
                .observer(new ServerObserver() {
                    @Override
                    public void onOpened(Connection connection) {
                        openedAt.set(System.nanoTime());
                    }
                })
                .start();
    }

    private ClientOptions options() {
        return ClientOptions.builder()
                .endpoint("127.0.0.1", port.number())
                .connectTimeout(PATIENCE)
                .requestTimeout(PATIENCE)
                .reconnect(ReconnectPolicy.builder()
                        .baseDelay(Duration.ofMillis(5))
                        .maxDelay(Duration.ofMillis(50))
                        .build())
                .observer(new ClientObserver() {
                    @Override
                    public void onState(ClientState from, ClientState to) {
                        if (to == ClientState.READY) {
                            restoreMillis.add(Duration.ofNanos(System.nanoTime() - openedAt.get())
                                    .toMillis());
                        }
                    }

                    @Override
                    public void onRestoreFailed(String what, Throwable why) {
                        notRestored.add(what);
                    }
                })
                .build();
    }
}
