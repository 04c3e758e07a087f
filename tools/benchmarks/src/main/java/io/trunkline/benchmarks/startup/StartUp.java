package io.trunkline.benchmarks.startup;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Measures from the first line of {@code main} to the first answer, in fresh processes that take turns.
 *
 * <p>The servers are in this process and warm after the first rounds, which are not counted.
 */
public final class StartUp {
    private static final int UNCOUNTED = 3;
    private static final long CHILD_SECONDS = 60;

    private final Map<Contestant, List<Double>> toAnswer = new EnumMap<>(Contestant.class);
    private final Map<Contestant, List<Double>> wholeProcess = new EnumMap<>(Contestant.class);

    private StartUp() {
        for (Contestant contestant : Contestant.values()) {
            toAnswer.put(contestant, new ArrayList<>());
            wholeProcess.put(contestant, new ArrayList<>());
        }
    }

    /**
     * Prints one line for each contestant.
     *
     * @param args how many rounds count, 15 without it
     */
    public static void main(String[] args) throws Exception {
        int rounds = args.length == 0 ? 15 : Integer.parseInt(args[0]);
        StartUp startUp = new StartUp();
        try (Servers servers = Servers.start()) {
            for (int round = -UNCOUNTED; round < rounds; round++) {
                startUp.round(servers, round);
            }
        }
        startUp.print();
    }

    /** Everyone once; who is first changes from round to round. */
    private void round(Servers servers, int round) throws IOException, InterruptedException {
        List<Contestant> order = new ArrayList<>(List.of(Contestant.values()));
        Collections.rotate(order, round);
        for (Contestant contestant : order) {
            long began = System.nanoTime();
            double millis = run(contestant, servers.port(contestant));
            double whole = (System.nanoTime() - began) / 1e6;
            if (round >= 0) {
                toAnswer.get(contestant).add(millis);
                wholeProcess.get(contestant).add(whole);
            }
        }
    }

    private static double run(Contestant contestant, int port) throws IOException, InterruptedException {
        Process child = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
                        "-cp",
                        System.getProperty("java.class.path"),
                        contestant.main().getName(),
                        String.valueOf(port))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader out = child.inputReader(StandardCharsets.UTF_8)) {
            String line = String.valueOf(out.readLine());
            if (!child.waitFor(CHILD_SECONDS, TimeUnit.SECONDS) || child.exitValue() != 0) {
                throw new IllegalStateException(contestant + " did not end well, and said " + line);
            }
            return Long.parseLong(line) / 1e6;
        } finally {
            child.destroyForcibly();
        }
    }

    private void print() {
        System.out.println("| peer | main to first answer, ms | whole process, ms |");
        System.out.println("|---|---|---|");
        toAnswer.forEach((contestant, times) -> System.out.println("| "
                + contestant.name().toLowerCase(Locale.ROOT) + " | " + spread(times) + " | "
                + spread(wholeProcess.get(contestant)) + " |"));
    }

    /** The median, and the ends. */
    private static String spread(List<Double> times) {
        List<Double> sorted = times.stream().sorted().toList();
        return String.format(
                Locale.ROOT,
                "%.0f (%.0f-%.0f)",
                sorted.get(sorted.size() / 2),
                sorted.get(0),
                sorted.get(sorted.size() - 1));
    }
}
