package io.trunkline.benchmarks.macro;

import io.trunkline.benchmarks.macro.Sample.Figure;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class TableTest {
    @Test
    void ratiosAreMediansOfRatiosOfTheSameRound() {
        Results results = new Results();
        double[] netty = {100, 200, 400};
        double[] ours = {150, 500, 400};
        for (int round = 0; round < netty.length; round++) {
            results.add(Scenario.S2, Peers.NETTY, Sample.empty().with(Figure.RATE, netty[round]));
            results.add(Scenario.S2, "trunkline", Sample.empty().with(Figure.RATE, ours[round]));
        }
        Options options = Options.parse(new String[] {"--scenarios", "S2", "--peers", "netty-nio,trunkline"});
        assertThat(Table.of(options, results))
                .contains("| S2 | netty-nio | 200 (100–400) | – | – |")
                .contains("| S2 | trunkline | 400 (150–500) | 1.50 (1.00–2.50) | – |");
    }

    @Test
    void sampleSurvivesTheWayBetweenProcesses() {
        Sample sample = Sample.empty().with(Figure.RATE, 12.5).with(Figure.P99, 1e9);
        assertThat(Sample.parse(sample.toString())).hasToString("RATE=12.5 P99=1.0E9");
    }
}
