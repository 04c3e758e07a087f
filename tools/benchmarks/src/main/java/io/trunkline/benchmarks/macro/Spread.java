package io.trunkline.benchmarks.macro;

import java.util.Arrays;

/** The median of some values, and how far they lie apart. Immutable; all are not-a-number where there is no value. */
record Spread(double median, double min, double max) {
    private static final Spread NONE = new Spread(Double.NaN, Double.NaN, Double.NaN);

    static Spread of(double... values) {
        double[] sorted = Arrays.stream(values)
                .filter(value -> !Double.isNaN(value))
                .sorted()
                .toArray();
        int count = sorted.length;
        if (count == 0) {
            return NONE;
        }
        double median = (sorted[count / 2] + sorted[(count - 1) / 2]) / 2;
        return new Spread(median, sorted[0], sorted[count - 1]);
    }

    boolean isKnown() {
        return !Double.isNaN(median);
    }
}
