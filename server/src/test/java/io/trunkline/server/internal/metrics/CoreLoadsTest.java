package io.trunkline.server.internal.metrics;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

@Tag("feature-193")
class CoreLoadsTest {
    private final CoreLoads cores = new CoreLoads();

    @Test
    void aCoreIsBusyWithWhatItDidBetweenTwoLooks() {
        cores.look(List.of(
                "cpu  100 0 100 800 0 0 0 0 0 0",
                "cpu0 50 0 50 400 0 0 0 0 0 0",
                "cpu1 10 20 30 40 50 0 0 0 0 0",
                "intr 12345 6 7"));
        assertThat(cores.loads())
                .as("since the machine came up")
                .containsEntry("0", 0.2)
                .containsEntry("1", 0.4);
        cores.look(List.of("cpu0 75 0 50 475 0 0 0 0 0 0", "cpu1 10 20 30 40 50 0 0 0 0 0"));
        assertThat(cores.loads())
                .containsEntry("0", 0.25)
                .containsEntry("1", 0.0)
                .hasSize(2);
    }

    @Test
    void linesOfAnotherShapeAreNoCores() {
        cores.look(List.of("cpu0", "cpu0 1 2 3", "cpu 1 2 3 4 5", "cpux 1 2 3 4 5", ""));
        assertThat(cores.loads()).isEmpty();
    }

    @Test
    void aCoreThatIsSwitchedOffIsNoLongerShown() {
        cores.look(List.of("cpu0 1 0 0 1 0", "cpu1 1 0 0 1 0"));
        cores.look(List.of("cpu0 2 0 0 2 0"));
        assertThat(cores.loads()).containsOnlyKeys("0");
    }
}
