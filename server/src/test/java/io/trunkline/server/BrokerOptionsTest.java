package io.trunkline.server;

import java.time.Duration;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

class BrokerOptionsTest {
    @Test
    @Tag("feature-161")
    @Tag("feature-162")
    @Tag("feature-163")
    @Tag("feature-164")
    @Tag("feature-167")
    void defaultsAreThoseOfTheSeed() {
        BrokerOptions defaults = BrokerOptions.defaults();
        assertThat(defaults.requestTimeout()).isEqualTo(Duration.ofSeconds(5));
        assertThat(defaults.maxRequestTimeout()).isEqualTo(Duration.ofHours(1));
        assertThat(defaults.heartbeatAfter()).isEqualTo(Duration.ofSeconds(30));
        assertThat(defaults.deadAfter()).isEqualTo(Duration.ofSeconds(60));
        assertThat(defaults.monitoringInterval()).isEqualTo(Duration.ofSeconds(60));
        assertThat(defaults.logLevel()).isEqualTo(LogLevel.INFO);
        assertThat(defaults.maxPayload()).isEmpty();
        assertThat(defaults).isEqualTo(defaults.toBuilder().build()).hasSameHashCodeAs(BrokerOptions.defaults());
    }

    @Test
    void everySettingIsKeptAndShown() {
        BrokerOptions options = BrokerOptions.builder()
                .requestTimeout(Duration.ofMillis(11))
                .maxRequestTimeout(Duration.ofMillis(12))
                .heartbeatAfter(Duration.ofMillis(13))
                .deadAfter(Duration.ofMillis(14))
                .monitoringInterval(Duration.ofMillis(115))
                .maxPayload(16)
                .logLevel(LogLevel.DEBUG)
                .build();
        assertThat(options.toBuilder().build()).isEqualTo(options);
        assertThat(options.toString())
                .contains("PT0.011S", "PT0.012S", "PT0.013S", "PT0.014S", "PT0.115S", "maxPayload=16", "DEBUG");
    }

    static Stream<Arguments> refused() {
        return Stream.of(
                refused("requestTimeout", options -> options.requestTimeout(Duration.ZERO)),
                refused("requestTimeout", options -> options.requestTimeout(Duration.ofHours(2))),
                refused("maxRequestTimeout", options -> options.maxRequestTimeout(Duration.ofMillis(3_600_001))),
                refused("heartbeatAfter", options -> options.heartbeatAfter(Duration.ofMillis(-1))),
                refused("deadAfter", options -> options.deadAfter(Duration.ofSeconds(30))),
                refused("monitoringInterval", options -> options.monitoringInterval(Duration.ofMillis(99))),
                refused("maxPayload", options -> options.maxPayload(0)),
                refused("maxPayload", options -> options.maxPayload(67_108_865)));
    }

    private static Arguments refused(String setting, UnaryOperator<BrokerOptions.Builder> change) {
        return arguments(setting, change);
    }

    @ParameterizedTest
    @MethodSource("refused")
    void settingOutOfItsRangeIsRefusedByName(String setting, UnaryOperator<BrokerOptions.Builder> change) {
        BrokerOptions.Builder changed = change.apply(BrokerOptions.builder());
        assertThatThrownBy(changed::build)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(setting + " must be ");
    }
}
