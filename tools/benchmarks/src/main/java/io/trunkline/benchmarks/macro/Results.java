package io.trunkline.benchmarks.macro;

import io.trunkline.benchmarks.macro.Sample.Figure;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The samples of all rounds, and what they say together. Caller-confined. */
final class Results {
    private final Map<String, List<Sample>> rounds = new TreeMap<>();

    void add(Scenario scenario, String peer, Sample sample) {
        rounds.computeIfAbsent(key(scenario, peer), any -> new ArrayList<>()).add(sample);
    }

    private static String key(Scenario scenario, String peer) {
        return scenario + " " + peer;
    }

    private List<Sample> of(Scenario scenario, String peer) {
        return rounds.getOrDefault(key(scenario, peer), List.of());
    }

    boolean has(Scenario scenario, String peer) {
        return !of(scenario, peer).isEmpty();
    }

    /** The figure in every round. */
    Spread figure(Scenario scenario, String peer, Figure figure) {
        return Spread.of(of(scenario, peer).stream()
                .mapToDouble(sample -> sample.get(figure))
                .toArray());
    }

    /** The figure over the other's in the same round, in every round that holds both. */
    Spread ratio(Scenario scenario, String peer, String to, Figure figure) {
        List<Sample> ours = of(scenario, peer);
        List<Sample> theirs = of(scenario, to);
        double[] ratios = new double[Math.min(ours.size(), theirs.size())];
        Arrays.setAll(ratios, i -> ours.get(i).get(figure) / theirs.get(i).get(figure));
        return Spread.of(ratios);
    }
}
