package io.trunkline.benchmarks.macro.json;

import io.trunkline.benchmarks.macro.Scenario;

/** Finds the work of a scenario. */
public final class Works {
    private Works() {}

    /** What both ends do with bodies of its size. */
    public static Work<?> of(Scenario scenario) {
        return switch (scenario.style()) {
            case TREES -> new Trees(scenario.body());
            case RECORDS -> new Records(scenario.body());
            case BYTES -> new Bytes(scenario.body());
            case FRAMES -> throw new IllegalArgumentException(scenario + " has no messages");
        };
    }
}
