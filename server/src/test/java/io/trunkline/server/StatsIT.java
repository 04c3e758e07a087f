package io.trunkline.server;

import io.trunkline.Route;
import io.trunkline.codec.Framing;
import io.trunkline.transport.Connection;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static io.trunkline.server.Ids.id;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class StatsIT {
    private static final Route<String, String> ECHO = Route.of("echo", String.class, String.class);
    private static final Route<String, String> WAIT = Route.of("wait", String.class, String.class);

    @RegisterExtension
    final ServerFixture fixture = new ServerFixture();

    private final CountDownLatch go = new CountDownLatch(1);

    private TrunklineServer start() {
        return fixture.start(
                builder -> builder.listen(0).handle(ECHO, text -> text).handle(WAIT, text -> {
                    go.await();
                    return text;
                }));
    }

    @Test
    @Tag("feature-179")
    @Tag("feature-190")
    void figuresCountWhatConnectionsCarryAndKeepItWhenTheyClose() {
        TrunklineServer server = start();
        BytePeer peer = fixture.connect();
        byte[] request = peer.frame("request:echo:1.0.0:" + id(1) + "\n\"hello\"");
        peer.sendBytes(request);
        byte[] response = peer.frame(peer.receive());
        byte[] greeting = peer.frame("publish:system.initialize:1.0.0\n{}");
        int sent = greeting.length + response.length; // Counted when the peer may have them already.
        await().until(() -> server.stats().handlers().calls() == 1
                && server.stats().bytesSent() == sent
                && server.stats().outboundBytes() == 0);
        ServerStats open = server.stats();
        assertThat(open.connections()).isEqualTo(1);
        assertThat(open.connectionsTotal()).isEqualTo(1);
        assertThat(open.bytesReceived()).isEqualTo(request.length);
        assertThat(open.bytesSent()).isEqualTo(sent);
        assertThat(open.framesReceived()).isEqualTo(1);
        assertThat(open.framesSent()).isEqualTo(2);
        assertThat(open.outboundBytes()).isZero();
        assertThat(open.broker().clients()).isEqualTo(1);
        assertThat(open.handlers().totalTime())
                .isPositive()
                .isEqualTo(open.handlers().maxTime());
        peer.close();
        await().until(() -> server.stats().connections() == 0);
        fixture.connect().ping();
        ServerStats later = server.stats();
        assertThat(later.connectionsTotal()).isEqualTo(2);
        assertThat(later.bytesReceived()).isGreaterThan(open.bytesReceived());
        assertThat(later.framesReceived()).isEqualTo(2);
        assertThat(later.broker().requestsTotal()).isEqualTo(1);
        server.close();
        assertThat(server.stats().framesReceived()).isEqualTo(2);
    }

    @Test
    void requestsAreInFlightUntilTheirHandlerReturns() {
        TrunklineServer server = start();
        BytePeer peer = fixture.connect();
        peer.send("request:wait:1.0.0:" + id(1) + "\n\"x\"");
        await().until(() -> server.stats().broker().requestsInFlight() == 1);
        assertThat(server.stats().handlers().calls()).isZero();
        go.countDown();
        peer.receive();
        await().until(() -> server.stats().broker().requestsInFlight() == 0);
        assertThat(server.stats().broker().requestsTotal()).isEqualTo(1);
    }

    @Test
    void subscriptionsAndLateAnswersAreCounted() {
        TrunklineServer server = start();
        BytePeer subscriber = fixture.connect().subscribe("request", "far");
        assertThat(server.stats().broker().subscriptions()).isEqualTo(1);
        BytePeer caller = fixture.connect();
        caller.send("request:far:1.0.0:" + id(1) + "::1000\n\"x\"");
        String forwarded = subscriber.receive();
        assertThat(caller.receive()).contains("TIMEOUT");
        String brokerId = forwarded.split("[:\n]")[3];
        subscriber.send("response:far:1.0.0:" + brokerId + "\n\"late\"");
        subscriber.ping();
        assertThat(server.stats().broker().lateAnswers()).isEqualTo(1);
        assertThat(server.stats().broker().requestsForwarded()).isZero();
    }

    @Test
    @Tag("feature-175")
    @Tag("feature-176")
    @Tag("feature-179")
    void connectionTellsWhoItIsSinceWhenAndWhatItHasCarried() {
        TrunklineServer server = start();
        Instant before = Instant.now();
        BytePeer peer = fixture.connect(Framing.ENVELOPE);
        Connection connection = server.connection(peer.id()).orElseThrow();
        assertThat(connection.id()).isEqualTo(peer.id());
        assertThat(connection.connectedAt()).isBetween(before.minusSeconds(1), Instant.now());
        assertThat(connection.sinceLastActivity()).isGreaterThanOrEqualTo(Duration.ZERO);
        assertThat(connection.identity()).isEmpty();
        peer.ping();
        assertThat(connection.stats().framesRead()).isEqualTo(1);
        assertThat(connection.stats().bytesWritten()).isPositive();
    }
}
