package io.trunkline.benchmarks.macro;

import java.time.Duration;

/**
 * How long to warm up and to measure, and whom to tell of it.
 *
 * @param connectionsAtMost where a scenario would have more: for a test, whose process has both ends
 * @param marks hears when the measured window begins and ends; may block
 */
record Phases(Duration warmUp, Duration measured, int connectionsAtMost, Marks marks) {
    int connections(Scenario scenario) {
        return Math.min(scenario.connections(), connectionsAtMost);
    }

    interface Marks {
        void begin() throws Exception;

        void end() throws Exception;
    }
}
