package io.trunkline.server;

import io.trunkline.Route;
import io.trunkline.codec.Framing;
import io.trunkline.transport.SocketOptions;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class OptionsTest {
    private static void refused(Runnable action, String... words) {
        assertThatThrownBy(action::run)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll(words);
    }

    @Tag("feature-168")
    @Test
    @Tag("feature-113")
    @Tag("feature-114")
    void listenDefaultsAreTheDocumentedOnes() {
        ListenOptions options = ListenOptions.builder().build();
        assertThat(options.address().getAddress()).isEqualTo(InetAddress.getLoopbackAddress());
        assertThat(options.address().getPort()).isEqualTo(8_081);
        assertThat(options.maxFrame()).isEqualTo(1_048_576);
        assertThat(options.idleTimeout()).contains(Duration.ofMinutes(5));
        assertThat(options.handshakeTimeout()).isEqualTo(Duration.ofSeconds(5));
        assertThat(options.framing()).isEmpty();
        assertThat(options.isOrdered()).isFalse();
        assertThat(options.isOnLoop()).isFalse();
    }

    @Test
    void listenOptionsSurviveToBuilder() {
        ListenOptions options = ListenOptions.builder()
                .name("n")
                .port(1)
                .anyAddress()
                .framing(Framing.LENGTH_PREFIXED)
                .maxFrame(10)
                .handshakeTimeout(Duration.ofSeconds(20))
                .noIdleTimeout()
                .ordered()
                .build();
        assertThat(options.toBuilder().build()).hasToString(options.toString());
        assertThat(options.address().getAddress().isAnyLocalAddress()).isTrue();
        assertThat(options.idleTimeout()).isEmpty();
        assertThat(options.handshakeTimeout()).isEqualTo(Duration.ofSeconds(20));
    }

    @Test
    void timeoutsAreBoundedOnBothSides() {
        Duration most = Duration.ofMinutes(5);
        assertThat(ListenOptions.builder().handshakeTimeout(most).build().handshakeTimeout())
                .isEqualTo(most);
        refused(
                () -> ListenOptions.builder()
                        .handshakeTimeout(most.plusMillis(1))
                        .build(),
                "handshakeTimeout",
                "PT5M");
        refused(() -> ListenOptions.builder().handshakeTimeout(Duration.ZERO).build(), "handshakeTimeout", "PT0.001S");
        refused(() -> ListenOptions.builder().idleTimeout(Duration.ZERO).build(), "idleTimeout", "PT0.001S");
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 65_536})
    void portOutOfRangeIsRefusedWithItsValue(int port) {
        refused(() -> ListenOptions.of(port), "port", "65535", String.valueOf(port));
    }

    @Test
    void maxFrameIsBoundedOnBothSides() {
        refused(() -> ListenOptions.builder().maxFrame(0).build(), "maxFrame", "0");
        refused(() -> ListenOptions.builder().maxFrame(67_108_865).build(), "maxFrame", "67108864");
    }

    @Test
    void outboundCapThatCannotHoldAFrameIsRefused() {
        refused(() -> ListenOptions.builder().maxFrame(8 * 1024 * 1024).build(), "cap", "8454144", "8388608");
        assertThat(ListenOptions.builder()
                        .maxFrame(8 * 1024 * 1024 - 64 * 1024)
                        .build()
                        .maxFrame())
                .isEqualTo(8_323_072);
    }

    @Test
    void serverOptionsRefuseThreadsBesideARuntime() {
        try (io.trunkline.transport.TrunklineRuntime runtime = io.trunkline.transport.TrunklineRuntime.create()) {
            refused(() -> ServerOptions.builder().runtime(runtime).loops(2).build(), "runtime", "loops");
        }
        refused(() -> ServerOptions.builder().loops(0).build(), "loops", "0");
        refused(() -> ServerOptions.builder().grace(Duration.ofSeconds(-1)).build(), "grace");
        assertThat(ServerOptions.defaults().grace()).isEqualTo(Duration.ofSeconds(30));
    }

    @Test
    void limitsOfAConnectionFitIntoThoseOfTheServer() {
        refused(() -> ServerLimits.builder().requests(10).build(), "requests", "256", "10");
        refused(() -> ServerLimits.builder().subscriptions(1).build(), "subscriptions", "10000");
        assertThat(ServerLimits.defaults().toBuilder().protocolErrors(0).build())
                .isNotEqualTo(ServerLimits.defaults());
        assertThat(ServerLimits.builder().build()).isEqualTo(ServerLimits.defaults());
    }

    @Test
    void builderRefusesWhatCannotStart() {
        assertThatThrownBy(() -> TrunklineServer.builder().start())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("listen");
        Route<Object, io.trunkline.Payload> route = Route.of("a.b");
        assertThatThrownBy(() -> TrunklineServer.builder()
                        .listen(0)
                        .handle(route, request -> io.trunkline.Payload.EMPTY)
                        .handle("A.B", (message, call) -> message)
                        .start())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("a.b");
        assertThatThrownBy(() -> TrunklineServer.builder()
                        .listen(ListenOptions.builder().port(0).name("x").build())
                        .listen(ListenOptions.builder().port(0).name("x").build())
                        .start())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("x");
        refused(() -> TrunklineServer.builder().handle("a b", (message, call) -> message), "a b");
    }

    @Test
    void brokerListenerRefusesWhatOnlyAConnectionHandlerCanActOn() {
        for (SocketOptions.Builder wrong : List.of(
                SocketOptions.builder().pauseOnConnect(true),
                SocketOptions.builder().allowHalfOpen(true))) {
            ListenOptions options =
                    ListenOptions.builder().port(0).socket(wrong.build()).build();
            refused(() -> TrunklineServer.builder().listen(options), "=true is for frame listeners");
        }
    }

    @Test
    void brokerListenerRefusesToBeFreedOfRates() {
        ListenOptions free = ListenOptions.builder().port(0).unlimitedRate().build();
        assertThat(free.hasUnlimitedRate()).isTrue();
        assertThat(free.toString()).contains("unlimitedRate=true");
        assertThat(ListenOptions.of(0).hasUnlimitedRate()).isFalse();
        refused(() -> TrunklineServer.builder().listen(free), "unlimitedRate", "frames and streams");
    }
}
