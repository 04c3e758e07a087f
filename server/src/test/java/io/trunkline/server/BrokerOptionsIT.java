package io.trunkline.server;

import io.trunkline.Call;
import io.trunkline.Route;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static io.trunkline.server.Ids.id;
import static io.trunkline.server.Ids.idOf;
import static io.trunkline.server.Ids.payloadOf;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

class BrokerOptionsIT {
    @RegisterExtension
    final ServerFixture fixture = new ServerFixture();

    private final AtomicReference<Call> call = new AtomicReference<>();

    private BytePeer connect(BrokerOptions options) {
        if (!fixture.isStarted()) {
            fixture.start(server -> server.listen(0)
                    .options(ServerOptions.builder().broker(options).build())
                    .handleAsync(Route.of("wait", Object.class, Object.class), (value, request) -> {
                        call.set(request);
                        return new CompletableFuture<>();
                    }));
        }
        return fixture.connect();
    }

    @Test
    @Tag("feature-163")
    @Tag("feature-97")
    void requestWithoutATimeoutGetsTheConfiguredOne() {
        BytePeer peer = connect(
                BrokerOptions.builder().requestTimeout(Duration.ofMillis(20)).build());
        assertThat(peer.exchange("request:wait:1.0.0:" + id(1) + "\n1"))
                .contains("\"TIMEOUT\"", "\"executed\":\"maybe\"");
    }

    @Test
    @Tag("feature-164")
    void timeoutAboveTheLargestIsCutToIt() {
        BytePeer peer = connect(BrokerOptions.builder()
                .requestTimeout(Duration.ofMillis(20))
                .maxRequestTimeout(Duration.ofMillis(30))
                .build());
        assertThat(peer.exchange("request:wait:1.0.0:" + id(1) + "::3600000\n1"))
                .contains("\"TIMEOUT\"");
        assertThat(requireNonNull(call.get()).isCancelled()).isTrue();
    }

    @Test
    @Tag("feature-163")
    @Tag("feature-164")
    void defaultsAreFiveSecondsAndAnHour() {
        BytePeer target = connect(BrokerOptions.defaults()).subscribe("request", "svc");
        BytePeer caller = connect(BrokerOptions.defaults());
        caller.send("request:svc:1.0.0:" + id(1) + "\n1");
        assertThat(timeoutOf(target.receive())).isBetween(1, 5_000);
        caller.send("request:svc:1.0.0:" + id(2) + "::3600000\n1");
        assertThat(timeoutOf(target.receive())).isBetween(3_000_000, 3_600_000);
    }

    private static int timeoutOf(String message) {
        return Integer.parseInt(message.substring(0, message.indexOf('\n')).split(":")[5]);
    }

    @Test
    @Tag("feature-166")
    void payloadOfTheLimitPassesAndOneByteMoreIsRefusedAndThePeerLives() {
        BrokerOptions options = BrokerOptions.builder().maxPayload(16_384).build();
        BytePeer target = connect(options).subscribe("both", "svc");
        BytePeer caller = connect(options);
        String most = "x".repeat(16_384);
        caller.send("request:svc:1.0.0:" + id(1) + "\n" + most);
        String forwarded = target.receive();
        assertThat(payloadOf(forwarded)).isEqualTo(most);
        assertThat(caller.exchange("request:svc:1.0.0:" + id(2) + "\n" + most + "x"))
                .contains("\"PAYLOAD_TOO_LARGE\"", "\"executed\":\"no\"");
        assertThat(caller.exchange("publish:svc:1.0.0:" + id(3) + "\n" + most + "x"))
                .contains("\"PAYLOAD_TOO_LARGE\"");
        target.send("response:svc:1.0.0:" + idOf(forwarded) + "\n" + most + "x");
        assertThat(caller.receive())
                .startsWith("response:svc:1.0.0:" + id(1))
                .contains("\"PAYLOAD_TOO_LARGE\"", "\"executed\":\"maybe\"");
        target.ping();
        caller.ping();
    }

    @Test
    @Tag("feature-161")
    @Tag("feature-162")
    @Tag("feature-169")
    void silentPeerIsAskedAndClosedAtTheConfiguredTimes() {
        BytePeer peer = connect(BrokerOptions.builder()
                .heartbeatAfter(Duration.ofMillis(100))
                .deadAfter(Duration.ofMillis(400))
                .build());
        assertThat(peer.receive()).isEqualTo("request:system.heartbeat:1.0.0\n{}");
        peer.expectClosed();
    }
}
