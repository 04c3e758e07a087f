package io.trunkline.benchmarks.macro;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;

/** What one run gave. Immutable. */
final class Sample {
    /** What can be measured; a scenario has some of them. */
    enum Figure {
        /** Messages per second. */
        RATE,
        /** Median latency in microseconds. */
        P50,
        /** Latency that one in a hundred exceeds, in microseconds. */
        P99,
        /** Processor seconds of both ends for a million messages. */
        CPU,
        /** Heap that one idle connection costs the server, in bytes. */
        SERVER_HEAP,
        /** Resident memory that one idle connection costs the server, in bytes, heap included. */
        SERVER_RSS,
        /** Heap that one idle connection costs the client, in bytes. */
        CLIENT_HEAP
    }

    private final Map<Figure, Double> figures;

    private Sample(Map<Figure, Double> figures) {
        this.figures = figures;
    }

    static Sample empty() {
        return new Sample(new EnumMap<>(Figure.class));
    }

    Sample with(Figure figure, double value) {
        Map<Figure, Double> more = new EnumMap<>(Figure.class);
        more.putAll(figures);
        more.put(figure, value);
        return new Sample(more);
    }

    /** Not a number where this scenario does not have it. */
    double get(Figure figure) {
        return figures.getOrDefault(figure, Double.NaN);
    }

    /** Reads what {@link #toString} wrote. */
    static Sample parse(String text) {
        Sample sample = empty();
        for (String pair : Arrays.asList(text.trim().split(" "))) {
            int equals = pair.indexOf('=');
            sample = sample.with(
                    Figure.valueOf(pair.substring(0, equals)), Double.parseDouble(pair.substring(equals + 1)));
        }
        return sample;
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        figures.forEach((figure, value) -> text.append(text.isEmpty() ? "" : " ")
                .append(figure)
                .append('=')
                .append(value));
        return text.toString();
    }
}
