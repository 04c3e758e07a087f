package io.trunkline.micrometer;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.trunkline.Route;
import io.trunkline.client.TrunklineClient;
import io.trunkline.server.TrunklineServer;
import java.time.Duration;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class ClientMetricsIT {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Route<Integer, Integer> ECHO = Route.of("echo", Integer.class, Integer.class);

    @Test
    void whatAClientCountsShowsInTheRegistry() {
        MeterRegistry registry = new SimpleMeterRegistry();
        try (TrunklineServer server = TrunklineServer.builder()
                        .listen(0)
                        .handle(ECHO, number -> number)
                        .start();
                TrunklineClient client = TrunklineClient.connect("localhost", server.port())) {
            ClientMetrics.of(client, "client", "one").bindTo(registry);
            client.subscribe("events.#", event -> {});
            assertThat(client.request(ECHO, 1)).isEqualTo(1);
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(registry.get("trunkline.client.subscriptions")
                                    .tag("client", "one")
                                    .gauge()
                                    .value())
                            .isEqualTo(1));
            assertThat(registry.get("trunkline.client.connections").gauge().value())
                    .isEqualTo(1);
            assertThat(registry.get("trunkline.client.bytes")
                            .tag("direction", "sent")
                            .functionCounter()
                            .count())
                    .isPositive();
        }
    }
}
