package io.trunkline.server;

import io.trunkline.Payload;
import io.trunkline.Route;
import io.trunkline.TypeRef;
import io.trunkline.codec.FrameFormat;
import io.trunkline.codec.Framing;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static io.trunkline.server.Ids.id;
import static io.trunkline.server.Ids.payloadOf;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

@Tag("feature-80")
class MetricsIT {
    private static final Pattern NAMES =
            Pattern.compile("(router|registry|connection|process|system)(\\.[a-z]+|\\.\\{[a-z]+:[^}]+})+");

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @RegisterExtension
    final ServerFixture fixture = new ServerFixture();

    private final CountDownLatch go = new CountDownLatch(1);

    private BytePeer connect() {
        if (!fixture.isStarted()) {
            fixture.start(server -> server.listen(0)
                    .options(ServerOptions.builder()
                            .broker(BrokerOptions.builder()
                                    .monitoringInterval(Duration.ofMillis(100))
                                    .build())
                            .build())
                    .handle(Route.of("wait", String.class, String.class), text -> {
                        go.await();
                        return text;
                    }));
        }
        return fixture.connect();
    }

    private static Number number(Map<String, Number> shown, String name) {
        return requireNonNull(shown.get(name), name);
    }

    private static Map<String, Number> metrics(BytePeer peer, String json) {
        String answer = peer.exchange("request:system.metrics:1.0.0:" + id(1) + "\n" + json);
        assertThat(answer).startsWith("response:system.metrics:1.0.0:" + id(1) + "\n{\"metrics\":{");
        return requireNonNull(Payload.ofText(payloadOf(answer))
                .as(new TypeRef<Map<String, Map<String, Number>>>() {})
                .get("metrics"));
    }

    @Test
    @Tag("feature-193")
    void everyNameHasOneOfTheFivePrefixesAndThoseOfTheSeedAreThere() {
        BytePeer peer = connect();
        await().until(() -> metrics(peer, "{}").containsKey("system.memory.bytes"));
        assertThat(metrics(peer, "{\"showAll\":true}").keySet())
                .allMatch(name -> NAMES.matcher(name).matches())
                .contains("router.message.count", "router.message.rate", "router.message.count.error")
                .contains("router.message.size.avg", "router.message.size.max", "router.message.rate.error")
                .contains("router.publish.count", "router.publish.count.dropped", "router.publish.count.error")
                .contains("router.publish.rate", "router.publish.rate.dropped", "router.publish.rate.error")
                .contains("router.request.count", "router.request.count.dropped", "router.request.count.error")
                .contains("router.request.count.timeout", "router.request.rate", "router.request.rate.timeout")
                .contains("router.response.count", "router.response.count.error", "router.response.rate")
                .contains("registry.count", "registry.registration.rate", "registry.unregistration.rate")
                .contains("registry.discovery.rate", "registry.service.{serviceid:" + peer.id() + "}.uptime")
                .contains("connection.active", "connection.connected.total", "connection.connected.rate")
                .contains("connection.disconnected.total", "connection.failed.total", "connection.failed.rate")
                .contains("process.memory.bytes", "process.memory.percent", "process.uptime")
                .contains("connection.rejected.total", "connection.rejected.rate")
                .contains("system.memory.bytes", "system.memory.percent");
    }

    @Test
    @Tag("feature-192")
    void messagesRequestsAndConnectionsAreCounted() {
        BytePeer peer = connect().subscribe("publish", "n");
        peer.exchange("publish:n:1.0.0\nabc");
        peer.exchange("publish:nobody:1.0.0\n{}");
        peer.exchange("request:nobody:1.0.0:" + id(2) + "\n{}");
        peer.exchange("request:wait:1.0.0:" + id(3) + "::1\n\"x\"");
        peer.send("request:wait:1.0.0:" + id(6) + "::3600000\n\"x\"");
        peer.exchange("response:wait:1.0.0:" + id(4) + "\n\"x\"");
        peer.exchange("not a header");
        peer.exchange("request:system.service.register:1.0.0:" + id(5) + "\n{\"name\":\"n\"}");
        connect().close();
        await().until(() ->
                number(metrics(peer, "{}"), "connection.disconnected.total").intValue() == 1);
        Map<String, Number> shown = metrics(peer, "{}");
        assertThat(shown)
                .containsEntry("router.publish.count", 2)
                .containsEntry("router.publish.count.error", 1)
                .containsEntry("router.request.count", 3)
                .containsEntry("router.request.count.error", 1)
                .containsEntry("router.request.count.timeout", 1)
                .containsEntry("router.response.count.error", 1)
                .containsEntry("router.message.count.error", 4)
                .containsEntry("registry.count", 1)
                .containsEntry("registry.subscription.count", 1)
                .containsEntry("connection.active", 1)
                .containsEntry("connection.connected.total", 2);
        assertThat(number(shown, "router.request.running").intValue())
                .as("its handler waits")
                .isPositive();
        go.countDown();
        assertThat(peer.receive()).startsWith("response:wait:1.0.0:" + id(6));
        await().until(() ->
                number(metrics(peer, "{}"), "router.request.running").intValue() == 0);
    }

    @Test
    @Tag("feature-167")
    void ratesAreThoseOfTheLastInterval() {
        BytePeer peer = connect();
        await().until(() -> {
            peer.exchange("publish:nobody:1.0.0\n{}");
            return number(metrics(peer, "{}"), "router.publish.rate").doubleValue() > 0;
        });
        await().until(() -> number(metrics(peer, "{}"), "router.publish.rate").doubleValue() == 0);
    }

    @Test
    @Tag("feature-193")
    void whoIsTurnedAwayAtTheDoorOfAnyListenerIsRejected() {
        fixture.start(server -> server.listen(
                        ListenOptions.builder().port(0).name("broker").build())
                .listen(
                        ListenOptions.builder().port(0).name("frames").build(),
                        FrameFormat.lengthPrefixed(),
                        connection -> frame -> {})
                .admission(Admission.builder().maxConnections(1).build()));
        BytePeer peer = fixture.connect("broker", Framing.ENVELOPE);
        assertThat(number(metrics(peer, "{}"), "connection.rejected.total")).isEqualTo(0);
        for (String listener : List.of("broker", "frames")) {
            try (BytePeer refused = BytePeer.raw(fixture.server().port(listener), Framing.ENVELOPE)) {
                refused.expectClosed();
            }
        }
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(number(metrics(peer, "{}"), "connection.rejected.total"))
                        .isEqualTo(2));
    }

    @Test
    @Tag("feature-193")
    void coresOfTheMachineAreAParameter() {
        assumeTrue(Files.isReadable(Path.of("/proc/stat")), "no /proc/stat here, by which cores are known");
        BytePeer peer = connect();
        String first = "system.cpu.{core:0}.percent";
        await().atMost(PATIENCE).until(() -> metrics(peer, "{\"showAll\":true}").containsKey(first));
        assertThat(metrics(peer, "{}")).doesNotContainKey(first);
        Map<String, Number> filtered = metrics(peer, "{\"paramFilter\":{\"core\":\"0\"}}");
        assertThat(filtered).containsOnlyKeys(first);
        assertThat(number(filtered, first).doubleValue()).isBetween(0.0, 1.0);
    }

    @Test
    void parametersAreShownWhenAskedForAndFiltered() {
        BytePeer peer = connect();
        BytePeer other = connect();
        String name = "registry.service.{serviceid:" + peer.id() + "}.uptime";
        assertThat(metrics(peer, "{}")).doesNotContainKey(name);
        assertThat(metrics(peer, "{\"showAll\":true}")).containsKey(name).containsKey("connection.active");
        assertThat(metrics(other, "{\"paramFilter\":{\"serviceId\":\"" + peer.id() + "\"}}"))
                .containsOnlyKeys(name, name.replace("uptime", "error.count"));
        assertThat(metrics(other, "{\"paramFilter\":{\"disk\":\"1\"}}")).isEmpty();
        assertThat(metrics(other, "{\"paramFilter\":{\"core\":\"0\",\"serviceId\":\"" + peer.id() + "\"}}"))
                .as("no figure has two parameters")
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"showAll\":1}",
                "{\"showAll\":null}",
                "{\"paramFilter\":[]}",
                "{\"paramFilter\":{\"serviceId\":1}}"
            })
    void requestWithMembersOfAnotherTypeIsInvalid(String json) {
        assertThat(connect().exchange("request:system.metrics:1.0.0:" + id(1) + "\n" + json))
                .contains("\"INVALID_REQUEST\"");
    }
}
