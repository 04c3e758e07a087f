package io.trunkline.client;

import java.time.Duration;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ReconnectPolicyTest {
    @Test
    void theDefaultNeverGivesUpAndIsJittered() {
        ReconnectPolicy policy = ReconnectPolicy.forever();
        assertThat(policy.baseDelay()).isEqualTo(Duration.ofSeconds(1));
        assertThat(policy.maxDelay()).isEqualTo(Duration.ofSeconds(30));
        assertThat(policy.healthyAfter()).isEqualTo(Duration.ofSeconds(10));
        assertThat(policy.maxAttempts()).isEmpty();
        assertThat(policy.isJittered()).isTrue();
        assertThat(policy)
                .hasToString("ReconnectPolicy[baseDelay=PT1S, maxDelay=PT30S, maxAttempts=unlimited,"
                        + " jitter=true, healthyAfter=PT10S]");
    }

    @Test
    void theSeedsPolicyHasFiveAttemptsWithoutJitterAndNeverHasNone() {
        assertThat(ReconnectPolicy.seed().maxAttempts()).hasValue(5);
        assertThat(ReconnectPolicy.seed().isJittered()).isFalse();
        assertThat(ReconnectPolicy.never().maxAttempts()).hasValue(0);
    }

    @Test
    void whatIsOutOfItsRangeIsRefusedByName() {
        ReconnectPolicy.Builder builder = ReconnectPolicy.builder();
        assertThatThrownBy(() -> builder.baseDelay(Duration.ZERO).build()).hasMessageContaining("baseDelay");
        assertThatThrownBy(() -> builder.baseDelay(Duration.ofNanos(1)).build()).hasMessageContaining("baseDelay");
        builder.baseDelay(Duration.ofSeconds(2));
        assertThatThrownBy(() -> builder.maxDelay(Duration.ofSeconds(1)).build())
                .hasMessage("maxDelay is PT1S, allowed is at least baseDelay, PT2S");
        builder.maxDelay(Duration.ofSeconds(2));
        assertThatThrownBy(() -> builder.healthyAfter(Duration.ofHours(2)).build())
                .hasMessageContaining("healthyAfter");
        builder.healthyAfter(Duration.ofMillis(1));
        assertThatThrownBy(() -> builder.maxAttempts(-1).build()).hasMessageContaining("maxAttempts is -1");
        assertThat(builder.maxAttempts(3).build().maxAttempts()).hasValue(3);
    }
}
