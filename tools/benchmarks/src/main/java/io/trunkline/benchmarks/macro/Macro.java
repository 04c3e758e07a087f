package io.trunkline.benchmarks.macro;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Measures every peer in every scenario, in rounds, and writes one table.
 *
 * <p>A round holds every cell once, each in fresh JVMs; the peers of a scenario follow one another directly and take turns at
 * being first, so that what the machine does to one it does to all.
 */
public final class Macro {
    private Macro() {}

    /** Runs what the arguments ask for; ends with an error if any cell fails. */
    public static void main(String[] args) throws Exception {
        Path secrets = Files.createTempDirectory("macro");
        try {
            System.setProperty(Identity.PROPERTY, Identity.create(secrets).toString());
            measure(Options.parse(args));
        } finally {
            Files.deleteIfExists(secrets.resolve("identity.p12"));
            Files.delete(secrets);
        }
    }

    private static void measure(Options options) throws IOException, InterruptedException {
        Results results = new Results();
        List<String> log = new ArrayList<>();
        for (int round = 0; round < options.rounds(); round++) {
            for (Scenario scenario : options.scenarios()) {
                measure(options, scenario, round, results, log);
            }
        }
        String table = Table.of(options, results);
        System.out.println(table);
        write(table, log);
    }

    private static void measure(Options options, Scenario scenario, int round, Results results, List<String> log)
            throws IOException, InterruptedException {
        List<String> peers = new ArrayList<>(options.peers());
        peers.removeIf(peer -> !Peers.named(peer).supports(scenario));
        Collections.rotate(peers, round);
        for (String peer : peers) {
            Sample sample = new Cell(options, scenario, peer).run();
            String line = "round=" + (round + 1) + " scenario=" + scenario + " peer=" + peer + " " + sample;
            System.err.println(line);
            log.add(line);
            results.add(scenario, peer, sample);
        }
    }

    private static void write(String table, List<String> log) throws IOException {
        Path directory = Path.of(System.getProperty("macro.results", "target"));
        Files.createDirectories(directory);
        Files.writeString(directory.resolve("macro.md"), table);
        Files.write(directory.resolve("macro.log"), log);
    }
}
