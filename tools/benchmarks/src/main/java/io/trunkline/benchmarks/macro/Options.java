package io.trunkline.benchmarks.macro;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What to measure, read from the command line. Immutable.
 *
 * @param rounds how often each cell is measured, in rounds that hold every peer
 */
record Options(
        List<Scenario> scenarios,
        List<String> peers,
        int rounds,
        Duration warmUp,
        Duration measured,
        List<String> jvm) {
    private static final int ROUNDS = 5;
    private static final double SECONDS = 2;
    private static final double WARM_UP_SECONDS = 3;
    private static final double QUICK_SECONDS = 1;

    static final String USAGE = """
            usage: macro [--scenarios S1,S2,…] [--peers netty-nio,…] [--rounds N] [--seconds S] [--warmup S] [--quick] [--jvm FLAG]…
              --seconds  measured in each cell (2); --warmup before that (3), three times as long over TLS and for messages
              --quick    one round of a second each: to see that it works, not to compare
              --jvm      a flag for every child, for instance -XX:+UseParallelGC; each has 512 MiB of heap, touched, or none of that where memory is weighed
            """;

    static Options parse(String[] args) {
        List<Scenario> scenarios = List.of(Scenario.values());
        List<String> peers = Peers.names();
        List<String> jvm = new ArrayList<>();
        int rounds = ROUNDS;
        double seconds = SECONDS;
        double warmUp = WARM_UP_SECONDS;
        for (int i = 0; i < args.length; i++) {
            switch (args[i]) {
                case "--scenarios" ->
                    scenarios = Arrays.stream(args[++i].split(","))
                            .map(Scenario::valueOf)
                            .toList();
                case "--peers" -> peers = List.of(args[++i].split(","));
                case "--rounds" -> rounds = Integer.parseInt(args[++i]);
                case "--seconds" -> seconds = Double.parseDouble(args[++i]);
                case "--warmup" -> warmUp = Double.parseDouble(args[++i]);
                case "--jvm" -> jvm.add(args[++i]);
                case "--quick" -> {
                    rounds = 1;
                    seconds = QUICK_SECONDS;
                    warmUp = QUICK_SECONDS;
                }
                default -> throw new IllegalArgumentException(args[i] + "\n" + USAGE);
            }
        }
        peers.forEach(Peers::named);
        return new Options(scenarios, peers, rounds, seconds(warmUp), seconds(seconds), jvm);
    }

    private static Duration seconds(double seconds) {
        return Duration.ofMillis(Math.round(seconds * 1_000));
    }
}
