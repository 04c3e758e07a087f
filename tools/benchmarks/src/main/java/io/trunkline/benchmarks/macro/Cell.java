package io.trunkline.benchmarks.macro;

import io.trunkline.benchmarks.macro.Sample.Figure;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** One peer in one scenario: a server and a client, each in a JVM of its own. Immutable. */
record Cell(Options options, Scenario scenario, String peer) {
    /** To start, connect and answer questions, on a busy machine. */
    private static final long PATIENCE_SECONDS = 60;

    /**
     * For both ends: a heap that is whole from the start. One that grows does so within a collection, and whoever has slow pages
     * then stands still for as long as the new ones take: for seconds, at 10 us each.
     */
    private static final List<String> HEAP = List.of("-Xms512m", "-Xmx512m", "-XX:+AlwaysPreTouch");

    private static final double NANOS_PER_SECOND = 1e9;
    private static final double MILLION = 1e6;

    /** Runs it once; throws if either end fails. */
    Sample run() throws IOException, InterruptedException {
        try (Child server = Child.start("server", jvm(), ServerMain.class, peer, scenario.name())) {
            String port = server.expect("PORT", PATIENCE_SECONDS);
            try (Child client = Child.start(
                    "client",
                    jvm(),
                    ClientMain.class,
                    peer,
                    scenario.name(),
                    port,
                    millis(warmUp()),
                    millis(options.measured()))) {
                return observe(server, client);
            }
        }
    }

    /** Idle connections are weighed: there, memory that nobody has used must not be resident. Flags that come later win. */
    private List<String> jvm() {
        if (isIdle()) {
            return options.jvm();
        }
        List<String> flags = new ArrayList<>(HEAP);
        flags.addAll(options.jvm());
        return flags;
    }

    private boolean isIdle() {
        return scenario.kind() == Scenario.Kind.IDLE;
    }

    /** TLS and JSON have the most code of all to compile, and loops that are busy leave the compiler little of two cores. */
    private Duration warmUp() {
        boolean longer = scenario.isEncrypted() || scenario.hasMessages();
        Duration usual = longer ? options.warmUp().multipliedBy(3) : options.warmUp();
        return Peers.named(peer).warmUp(usual);
    }

    private static String millis(Duration duration) {
        return Long.toString(duration.toMillis());
    }

    private Sample observe(Child server, Child client) throws IOException, InterruptedException {
        boolean idle = isIdle();
        client.expect("READY", PATIENCE_SECONDS);
        weigh(server, false);
        client.say("go");
        long clientBefore = Long.parseLong(client.expect("BEGIN", seconds(warmUp())));
        Weight before = weigh(server, idle);
        client.say("go");
        long clientAfter = Long.parseLong(client.expect("END", seconds(options.measured())));
        Weight after = weigh(server, idle);
        client.say("go");
        Sample sample = Sample.parse(client.expect("RESULT", PATIENCE_SECONDS));
        if (idle) {
            return sample.with(Figure.SERVER_HEAP, (double) (after.heap - before.heap) / scenario.connections())
                    .with(Figure.SERVER_RSS, (double) (after.resident - before.resident) / scenario.connections());
        }
        double cpu = (after.cpu - before.cpu + clientAfter - clientBefore) / NANOS_PER_SECOND;
        if (sample.get(Figure.RATE) == 0) {
            throw new IllegalStateException(peer + " gave no answer within the measured time of " + scenario);
        }
        double messages = sample.get(Figure.RATE) * options.measured().toNanos() / NANOS_PER_SECOND;
        return sample.with(Figure.CPU, cpu * MILLION / messages);
    }

    private static long seconds(Duration duration) {
        return duration.toSeconds() + PATIENCE_SECONDS;
    }

    private static Weight weigh(Child server, boolean memory) throws IOException, InterruptedException {
        server.say("cpu");
        long cpu = Long.parseLong(server.expect("CPU", PATIENCE_SECONDS));
        if (!memory) {
            return new Weight(cpu, 0, 0);
        }
        server.say("memory");
        String[] bytes = server.expect("MEMORY", PATIENCE_SECONDS).split(" ");
        return new Weight(cpu, Long.parseLong(bytes[0]), Long.parseLong(bytes[1]));
    }

    /** What the server has used at one moment: processor nanos, bytes of heap and of memory. */
    private record Weight(long cpu, long heap, long resident) {}
}
