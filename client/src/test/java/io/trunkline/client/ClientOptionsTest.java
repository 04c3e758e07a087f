package io.trunkline.client;

import io.trunkline.Overflow;
import io.trunkline.codec.Framing;
import io.trunkline.transport.OutboundLimits;
import io.trunkline.transport.SocketOptions;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ClientOptionsTest {
    @Test
    void theDefaultsAreThoseOfTheSpecification() {
        ClientOptions options = ClientOptions.of("localhost", 8081);
        assertThat(options.endpoint().toString()).isEqualTo("localhost:8081");
        assertThat(options.framing()).isEqualTo(Framing.ENVELOPE);
        assertThat(options.awaitInitialize()).isTrue();
        assertThat(options.maxPayload()).isEqualTo(1_048_576 - 367);
        assertThat(options.connectTimeout()).isEqualTo(Duration.ofSeconds(5));
        assertThat(options.requestTimeout()).isEqualTo(Duration.ofSeconds(5));
        assertThat(options.runtime()).isEmpty();
        assertThat(options.callbacks()).isEmpty();
    }

    @Test
    void toBuilderKeepsEverythingAndToStringShowsIt() {
        ClientOptions options = ClientOptions.builder()
                .endpoint("example.org", 1)
                .framing(Framing.LENGTH_PREFIXED)
                .awaitInitialize(false)
                .maxPayload(16_384)
                .connectTimeout(Duration.ofMillis(1))
                .requestTimeout(Duration.ofHours(1))
                .build();
        assertThat(options.toBuilder().build()).hasToString(options.toString());
        assertThat(options.toString())
                .contains("example.org:1", "LENGTH_PREFIXED", "awaitInitialize=false", "16384", "PT0.001S", "PT1H");
        assertThat(options.toBuilder().build().brokerSettings()).isEqualTo(options.brokerSettings());
    }

    static Stream<Arguments> refusals() {
        OutboundLimits tight = new OutboundLimits(1, 2, 1_000_000, Duration.ofSeconds(1), Overflow.FAIL);
        return Stream.of(
                refusal("endpoint is not set", b -> {}),
                refusal("endpoint port is 0", b -> b.endpoint("h", 0)),
                refusal("maxPayload is 0", b -> b.endpoint("h", 1).maxPayload(0)),
                refusal("maxPayload is 67108498", b -> b.endpoint("h", 1).maxPayload(67_108_498)),
                refusal("connectTimeout is PT0S", b -> b.endpoint("h", 1).connectTimeout(Duration.ZERO)),
                refusal(
                        "requestTimeout is PT1H0.001S",
                        b -> b.endpoint("h", 1)
                                .requestTimeout(Duration.ofHours(1).plusMillis(1))),
                refusal(
                        "pauseOnConnect=true is for frame listeners",
                        b -> b.endpoint("h", 1)
                                .socket(SocketOptions.builder()
                                        .pauseOnConnect(true)
                                        .build())),
                refusal(
                        "allowHalfOpen=true is for frame listeners",
                        b -> b.endpoint("h", 1)
                                .socket(SocketOptions.builder()
                                        .allowHalfOpen(true)
                                        .build())),
                refusal(
                        "outbound cap is 1000000, allowed is at least 1048578",
                        b -> b.endpoint("h", 1).outbound(tight)));
    }

    private static Arguments refusal(String message, Consumer<ClientOptions.Builder> settings) {
        return Arguments.of(message, settings);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("refusals")
    void whatIsOutOfRangeIsRefusedByName(String message, Consumer<ClientOptions.Builder> settings) {
        ClientOptions.Builder builder = ClientOptions.builder();
        assertThatThrownBy(() -> {
                    settings.accept(builder);
                    builder.build();
                })
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }

    @Test
    void aSubscriptionBufferNeverBlocks() {
        assertThatThrownBy(() -> SubscribeOptions.defaults().buffer(10, Overflow.BLOCK))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("BLOCK");
        assertThatThrownBy(() -> SubscribeOptions.defaults().buffer(0, Overflow.FAIL))
                .hasMessageContaining("buffer is 0");
        assertThat(SubscribeOptions.defaults().bufferedEvents()).isEqualTo(8_192);
        assertThat(SubscribeOptions.defaults().overflow()).isEqualTo(Overflow.DROP_NEWEST);
        assertThat(SubscribeOptions.defaults().isOnLoop()).isFalse();
        assertThat(SubscribeOptions.defaults().onLoop().isOnLoop()).isTrue();
        assertThatThrownBy(() -> SubscribeOptions.defaults().onLoop().buffer(8_192, Overflow.DROP_NEWEST))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("on the loop");
        assertThatThrownBy(() ->
                        SubscribeOptions.defaults().buffer(10, Overflow.FAIL).onLoop())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("buffer is 10 (FAIL)");
    }

    @Test
    void aCallsTimeoutIsWhatTheWireCarries() {
        assertThat(CallOptions.defaults().timeout(Duration.ofHours(1)).timeout())
                .contains(Duration.ofHours(1));
        assertThatThrownBy(
                        () -> CallOptions.defaults().timeout(Duration.ofHours(1).plusNanos(1)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> CallOptions.defaults().timeout(Duration.ZERO))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
