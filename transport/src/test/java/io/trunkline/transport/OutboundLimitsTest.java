package io.trunkline.transport;

import io.trunkline.Overflow;
import java.time.Duration;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class OutboundLimitsTest {
    private static OutboundLimits limits(int low, int high, int cap, Duration stall, Overflow overflow) {
        return new OutboundLimits(low, high, cap, stall, overflow);
    }

    @Test
    void defaultsAreThoseOfTheTable() {
        assertThat(OutboundLimits.DEFAULT)
                .isEqualTo(limits(16_384, 65_536, 8_388_608, Duration.ofSeconds(10), Overflow.FAIL));
    }

    @Test
    void acceptsEachLimitAtItsEdgeAndRefusesTheNext() {
        Duration stall = Duration.ofMillis(1);
        assertThatCode(() -> limits(0, 1, 1, stall, Overflow.BLOCK)).doesNotThrowAnyException();
        refused("low", () -> limits(-1, 1, 1, stall, Overflow.FAIL));
        refused("high", () -> limits(1, 1, 1, stall, Overflow.FAIL));
        refused("cap", () -> limits(0, 2, 1, stall, Overflow.FAIL));
        refused("stall", () -> limits(0, 1, 1, stall.minusNanos(1), Overflow.FAIL));
        refused("stall", () -> limits(0, 1, 1, Duration.ofHours(1).plusNanos(1), Overflow.FAIL));
        assertThatCode(() -> limits(0, 1, 1, stall, Overflow.DROP_OLDEST)).doesNotThrowAnyException();
    }

    private static void refused(String setting, Runnable making) {
        assertThatIllegalArgumentException().isThrownBy(making::run).withMessageContaining(setting);
    }
}
