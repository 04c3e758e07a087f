package io.trunkline.transport.internal;

import io.trunkline.transport.manual.ManualLoop;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class LoopLocalTest {
    @Test
    void eachLoopHasOneOfEach() {
        LoopLocal<Object> one = LoopLocal.madeBy(loop -> new Object());
        LoopLocal<Object> other = LoopLocal.madeBy(loop -> new Object());
        try (ManualLoop first = new ManualLoop();
                ManualLoop second = new ManualLoop()) {
            Object made = one.of(first.loop());
            assertThat(one.of(first.loop())).isSameAs(made);
            assertThat(one.of(second.loop())).isNotSameAs(made);
            assertThat(other.of(first.loop())).isNotSameAs(made);
        }
    }
}
