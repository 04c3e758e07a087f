package io.trunkline.micrometer;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.trunkline.codec.FrameFormat;
import io.trunkline.server.Refusal;
import io.trunkline.server.ServerStats;
import io.trunkline.server.StreamStats;
import io.trunkline.server.TrunklineServer;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class ServerMetricsIT {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final MeterRegistry registry = new SimpleMeterRegistry();
    private final TrunklineServer server = TrunklineServer.builder()
            .listen(0, FrameFormat.lengthPrefixed(), connection -> frame -> connection.send(frame))
            .start();

    @AfterEach
    void close() {
        server.closeNow();
    }

    private double counted(String name, String... tags) {
        return registry.get(name).tags(tags).functionCounter().count();
    }

    private double gauged(String name) {
        return registry.get(name).gauge().value();
    }

    @Test
    @Tag("feature-190")
    void trafficOfConnectionsShowsInTheRegistry() throws Exception {
        ServerMetrics.of(server, "server", "echo").bindTo(registry);
        byte[] body = "hello".getBytes(StandardCharsets.UTF_8);
        try (Socket peer = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            DataOutputStream out = new DataOutputStream(peer.getOutputStream());
            out.writeInt(body.length);
            out.write(body);
            DataInputStream in = new DataInputStream(peer.getInputStream());
            assertThat(in.readInt()).isEqualTo(body.length);
            assertThat(in.readNBytes(body.length)).isEqualTo(body);
            await().atMost(PATIENCE).until(() -> gauged("trunkline.server.connections") == 1);
            await().atMost(PATIENCE).until(() -> counted("trunkline.server.frames", "direction", "sent") == 1);
        }
        await().atMost(PATIENCE).until(() -> gauged("trunkline.server.connections") == 0);
        assertThat(counted("trunkline.server.connections.opened")).isEqualTo(1);
        assertThat(counted("trunkline.server.bytes", "direction", "received")).isEqualTo(9);
        assertThat(counted("trunkline.server.bytes", "direction", "sent")).isEqualTo(9);
        assertThat(counted("trunkline.server.frames", "direction", "received", "server", "echo"))
                .isEqualTo(1);
    }

    @Test
    void everyMeterHasAUnitADescriptionAndTheTagsAskedFor() {
        ServerMetrics.of(server, "server", "echo").bindTo(registry);
        assertThat(registry.getMeters()).hasSizeGreaterThan(30).allSatisfy(meter -> {
            Meter.Id id = meter.getId();
            assertThat(id.getName()).startsWith("trunkline.server.");
            assertThat(id.getBaseUnit()).as(id.getName()).isNotEmpty();
            assertThat(id.getDescription()).as(id.getName()).isNotEmpty();
            assertThat(id.getTag("server")).isEqualTo("echo");
        });
    }

    @Test
    void everyReasonOfARefusalHasItsCounterFromTheStart() {
        ServerMetrics.of(server).bindTo(registry);
        assertThat(registry.get("trunkline.server.refusals").functionCounters())
                .hasSize(Refusal.Reason.values().length)
                .allMatch(counter -> counter.count() == 0);
    }

    @Test
    void streamsAreCountedByTheirFate() {
        try (TrunklineServer streams = TrunklineServer.builder()
                .listen(0, stream -> {
                    throw new IllegalStateException("broken");
                })
                .start()) {
            ServerMetrics.of(streams).bindTo(registry);
            assertThat(registry.get("trunkline.server.streams.refused").functionCounters())
                    .hasSize(StreamStats.Refused.values().length);
            assertThat(counted("trunkline.server.streams.reset", "reason", "local"))
                    .isZero();
            try (Socket peer = new Socket(InetAddress.getLoopbackAddress(), streams.port())) {
                byte[] body = "{\"type\":\"stream_create\",\"streamId\":1,\"streamType\":\"x\",\"metadata\":{}}"
                        .getBytes(StandardCharsets.UTF_8);
                DataOutputStream out = new DataOutputStream(peer.getOutputStream());
                out.writeInt(0);
                out.writeInt(body.length);
                out.write(body);
                await().atMost(PATIENCE).until(() -> counted("trunkline.server.streams.opened") == 1);
                await().atMost(PATIENCE).until(() -> counted("trunkline.server.streams.reset", "reason", "local") == 1);
                await().atMost(PATIENCE).until(() -> gauged("trunkline.server.streams") == 0);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @Test
    void handlersAreATimer() {
        ServerMetrics.of(server).bindTo(registry);
        assertThat(registry.get("trunkline.server.handler").functionTimer().count())
                .isZero();
        assertThat(registry.get("trunkline.server.handler.longest").timeGauge().value(TimeUnit.MILLISECONDS))
                .isZero();
    }

    @Test
    void figuresStayReadableAfterTheServerHasClosed() {
        ServerMetrics.of(server).bindTo(registry);
        server.close();
        assertThat(gauged("trunkline.server.connections")).isZero();
        assertThat(gauged("trunkline.server.memory.budget")).isPositive();
    }

    @Test
    void metersThatAreReadTogetherShareOneLookAtTheServer() {
        long[] now = {0};
        int[] looks = {0};
        ServerStats stats = server.stats();
        Snapshots<ServerStats> snapshots = new Snapshots<>(
                () -> {
                    looks[0]++;
                    return stats;
                },
                () -> now[0]);
        snapshots.get();
        now[0] = TimeUnit.MILLISECONDS.toNanos(499);
        assertThat(snapshots.get()).isSameAs(stats);
        assertThat(looks[0]).isEqualTo(1);
        now[0] = TimeUnit.MILLISECONDS.toNanos(500);
        snapshots.get();
        assertThat(looks[0]).isEqualTo(2);
    }
}
