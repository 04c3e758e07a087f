package io.trunkline.server;

import io.trunkline.ClosedException;
import io.trunkline.Route;
import io.trunkline.codec.Framing;
import io.trunkline.transport.Connection;
import io.trunkline.transport.PortInUseException;
import io.trunkline.transport.TrunklineRuntime;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static io.trunkline.server.Ids.id;
import static io.trunkline.server.Ids.payloadOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

class ShutdownIT {
    private static final Route<String, String> WAIT = Route.of("wait", String.class, String.class);

    @RegisterExtension
    final ServerFixture fixture = new ServerFixture();

    private final CountDownLatch go = new CountDownLatch(1);
    private final AtomicInteger running = new AtomicInteger();

    private TrunklineServer start(Framing framing) {
        return fixture.start(server -> server.listen(
                        ListenOptions.builder().port(0).framing(framing).build())
                .handle(WAIT, text -> {
                    running.incrementAndGet();
                    go.await();
                    return text;
                }));
    }

    private BytePeer withRequestRunning(Framing framing) {
        BytePeer peer = fixture.connect(framing);
        peer.send("request:wait:1.0.0:" + id(1) + "::60000\n\"accepted\"");
        await().until(() -> running.get() == 1);
        return peer;
    }

    @ParameterizedTest
    @EnumSource(Framing.class)
    @Tag("feature-144")
    @Tag("feature-145")
    void drainTellsThePeersRefusesNewRequestsAndAnswersTheAcceptedOnes(Framing framing) {
        TrunklineServer server = start(framing);
        BytePeer peer = withRequestRunning(framing);
        int port = server.port();
        CompletableFuture<DrainReport> drained = server.closeAsync(Duration.ofSeconds(30));
        String notice = peer.receive();
        assertThat(notice).startsWith("publish:system.shutdown:1.0.0\n");
        assertThat(payloadOf(notice)).contains("\"message\":\"Server is shutting down\"", "\"gracePeriod\":30000");
        assertThat(peer.exchange("request:wait:1.0.0:" + id(2) + "\n\"late\""))
                .startsWith("response:wait:1.0.0:" + id(2) + "\n")
                .contains("\"SERVICE_UNAVAILABLE\"", "\"SHUTTING_DOWN\"", "\"executed\":\"no\"");
        assertThatThrownBy(() -> BytePeer.raw(port, framing)).hasMessageContaining("refused");
        assertThat(drained).isNotDone();
        go.countDown();
        assertThat(peer.receive()).isEqualTo("response:wait:1.0.0:" + id(1) + "\n\"accepted\"");
        peer.expectClosed();
        peer.close();
        DrainReport report = drained.join();
        assertThat(report.connections()).isEqualTo(1);
        assertThat(report.isComplete()).as(report.toString()).isTrue();
    }

    @Test
    void whatStillRunsWhenTheGraceIsOverIsAnsweredAndCounted() {
        TrunklineServer server = start(Framing.ENVELOPE);
        BytePeer peer = withRequestRunning(Framing.ENVELOPE);
        CompletableFuture<DrainReport> drained = server.closeAsync(Duration.ofMillis(50));
        assertThat(peer.receive()).startsWith("publish:system.shutdown:1.0.0\n");
        assertThat(peer.receive())
                .startsWith("response:wait:1.0.0:" + id(1) + "\n")
                .contains("\"SHUTTING_DOWN\"", "\"executed\":\"maybe\"");
        peer.expectClosed();
        peer.close();
        DrainReport report = drained.join();
        assertThat(report.cutRequests()).isEqualTo(1);
        assertThat(report.isComplete()).isFalse();
    }

    @Test
    void callerThatHasEndedItsOutputIsAnsweredTooWhenTheGraceIsOver() {
        TrunklineServer server = start(Framing.ENVELOPE);
        BytePeer peer = withRequestRunning(Framing.ENVELOPE);
        Connection connection = server.connections().iterator().next();
        peer.endOutput();
        await().until(() -> connection.toString().endsWith("HALF_CLOSED"));
        CompletableFuture<DrainReport> drained = server.closeAsync(Duration.ofMillis(50));
        assertThat(peer.receive()).startsWith("publish:system.shutdown:1.0.0\n");
        assertThat(peer.receive())
                .startsWith("response:wait:1.0.0:" + id(1) + "\n")
                .contains("\"SHUTTING_DOWN\"", "\"executed\":\"maybe\"");
        peer.expectClosed();
        assertThat(drained.join().cutRequests()).isEqualTo(1);
    }

    @Test
    void everyConnectionIsClosedThoughTwoHaveOneId() throws Exception {
        TrunklineServer server = fixture.start(builder -> builder.listen(
                        ListenOptions.builder().port(0).name("one").build())
                .listen(ListenOptions.builder().port(0).name("two").build()));
        InetAddress loopback = InetAddress.getLoopbackAddress();
        try (Socket one = new Socket();
                Socket two = new Socket()) {
            one.setReuseAddress(true);
            two.setReuseAddress(true);
            one.bind(new InetSocketAddress(loopback, 0));
            two.bind(one.getLocalSocketAddress());
            one.connect(new InetSocketAddress(loopback, server.port("one")));
            two.connect(new InetSocketAddress(loopback, server.port("two")));
            await().until(() -> server.connections().size() == 2);
            assertThat(server.connections()).extracting(Connection::id).containsOnly("127.0.0.1:" + one.getLocalPort());
            CompletableFuture<DrainReport> drained = server.closeAsync(Duration.ofSeconds(10));
            one.getInputStream().readAllBytes();
            two.getInputStream().readAllBytes();
            one.shutdownOutput();
            two.shutdownOutput();
            assertThat(drained.join().connections()).isEqualTo(2);
        }
    }

    @Test
    void closedServerRefusesEveryCallButClosing() {
        TrunklineServer server = start(Framing.ENVELOPE);
        server.close();
        server.close();
        server.closeNow();
        server.awaitClosed();
        assertThatThrownBy(server::connections).isInstanceOf(ClosedException.class);
        assertThatThrownBy(() -> server.publish("a", "x")).isInstanceOf(ClosedException.class);
    }

    @Test
    void closeInAHandlerStartsTheDrainAndDoesNotWaitForItself() {
        TrunklineServer server = fixture.start(builder -> builder.listen(0).handle(WAIT, text -> {
            fixture.server().close();
            return text;
        }));
        BytePeer peer = fixture.connect();
        peer.send("request:wait:1.0.0:" + id(1) + "\n\"x\"");
        String first = peer.receive();
        String second = peer.receive();
        assertThat(first + second).contains("publish:system.shutdown", "response:wait:1.0.0:" + id(1) + "\n\"x\"");
        server.awaitClosed();
    }

    @Test
    void sharedRuntimeOutlivesTheServer() {
        try (TrunklineRuntime runtime = TrunklineRuntime.builder().loops(1).build()) {
            for (int i = 0; i < 3; i++) {
                TrunklineServer server = TrunklineServer.builder()
                        .listen(0)
                        .options(ServerOptions.builder().runtime(runtime).build())
                        .start();
                try (BytePeer peer = BytePeer.connect(server.port())) {
                    peer.ping();
                }
                server.close();
            }
        }
    }

    @Test
    void listenerThatCannotBindLeavesNothingBehind() {
        int taken = start(Framing.ENVELOPE).port();
        TrunklineServer.Builder builder = TrunklineServer.builder().listen(0).listen(taken);
        assertThatThrownBy(builder::start).isInstanceOf(PortInUseException.class);
        assertThatThrownBy(builder::start).isInstanceOf(IllegalStateException.class);
    }

    @Test
    @Tag("feature-113")
    void portsAreKnownByName() {
        TrunklineServer server = fixture.start(builder -> builder.listen(
                        ListenOptions.builder().port(0).name("one").build())
                .listen(ListenOptions.builder().port(0).name("two").build()));
        assertThat(server.port("one")).isNotEqualTo(server.port("two"));
        assertThatThrownBy(server::port)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("two");
        assertThatThrownBy(() -> server.port("three"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("one");
    }
}
