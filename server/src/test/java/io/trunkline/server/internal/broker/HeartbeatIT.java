package io.trunkline.server.internal.broker;

import io.trunkline.codec.Framing;
import io.trunkline.server.BrokerOptions;
import io.trunkline.server.BytePeer;
import io.trunkline.server.internal.Listener;
import io.trunkline.server.internal.OpenConnections;
import io.trunkline.server.internal.handler.RouteTable;
import io.trunkline.transport.internal.ConnectionSettings;
import io.trunkline.transport.internal.RuntimeCore;
import io.trunkline.transport.manual.ManualTicker;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

@Tag("feature-161")
@Tag("feature-162")
@Tag("feature-188")
class HeartbeatIT {
    private static final String PING = "request:system.heartbeat:1.0.0\n{}";

    private final ManualTicker clock = new ManualTicker();
    private final RuntimeCore runtime = RuntimeCore.start(1, Runnable::run, clock, true);
    private final OpenConnections connections = new OpenConnections();
    private final Broker broker = new Broker(
            new BrokerSettings(
                    new LocalCalls(clock, runtime.workers(), null),
                    runtime.memory(),
                    1,
                    1,
                    1,
                    1,
                    16,
                    BrokerOptions.defaults()),
            new RouteTable(List.of()));
    private final Listener listener = Listener.bind(
            runtime,
            new Listener.Plan(
                    null, new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), ConnectionSettings.DEFAULT),
            connections,
            () -> broker.connection(new BrokerListener(Framing.ENVELOPE, 1_048_576, false)));

    @AfterEach
    void close() {
        runtime.close();
    }

    private BytePeer connect() {
        return BytePeer.connect(listener.address().getPort());
    }

    /** The loop sleeps on the clock's old time: a task makes it look again. */
    private void advance(int seconds) {
        clock.advance(Duration.ofSeconds(seconds));
        runtime.loops().forEach(loop -> loop.execute(() -> {}));
    }

    @Tag("feature-75")
    @Tag("feature-161")
    @Tag("feature-162")
    @Tag("feature-169")
    @Tag("feature-192")
    @Test
    void silentPeerIsAskedAfter30SecondsAndClosedAfter60() {
        try (BytePeer peer = connect()) {
            advance(30);
            assertThat(peer.receive()).isEqualTo(PING);
            assertThat(broker.sessions()).hasSize(1);
            advance(30);
            peer.expectClosed();
            await().until(() -> broker.sessions().isEmpty() && connections.all().isEmpty());
        }
    }

    @Test
    void keepAliveIsASignOfLife() {
        try (BytePeer peer = connect()) {
            advance(29);
            peer.sendBytes(new byte[] {0, 0, 0, 0, 0, 0, 0, 1});
            peer.ping();
            advance(29);
            peer.ping();
            advance(30);
            assertThat(peer.receive()).isEqualTo(PING);
            peer.send("response:system.heartbeat:1.0.0\n{\"status\":\"success\"}");
            peer.ping();
            advance(30);
            assertThat(peer.receive()).isEqualTo(PING);
        }
    }

    /** Input 9 and promise P5: what a peer has begun it must finish. */
    @Test
    void aFrameThatIsBegunAndNotFinishedEndsTheConnectionLongBeforeTheHeartbeatDoes() {
        try (BytePeer peer = connect()) {
            peer.sendBytes(new byte[] {0, 0, 0});
            await().until(() -> connections.all().stream()
                    .allMatch(connection -> connection.stats().bytesRead() == 3));
            advance(5);
            peer.expectClosed();
            peer.endOutput(); // It would linger for a second, and nobody turns the clock on.
            await().until(() -> broker.sessions().isEmpty() && connections.all().isEmpty());
        }
    }
}
