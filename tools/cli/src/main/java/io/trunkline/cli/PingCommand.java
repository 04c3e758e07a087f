package io.trunkline.cli;

import io.trunkline.client.ClientOptions;
import io.trunkline.client.TrunklineClient;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Measures how long a broker takes to answer a heartbeat. */
@Command(
        name = "ping",
        mixinStandardHelpOptions = true,
        description = "Send heartbeats to a broker and print how long each answer took.")
final class PingCommand implements Callable<Integer> {
    private static final double NANOS_PER_MILLI = 1e6;

    @Spec
    private CommandSpec command;

    @Mixin
    private BrokerTarget broker;

    @Mixin
    private Timeout timeout;

    private int count = 1;

    @Option(names = "--count", paramLabel = "N", description = "How many, one after the other; default 1.")
    void count(int pings) {
        if (pings < 1) {
            throw new ParameterException(command.commandLine(), "--count must be 1 or more, but is " + pings);
        }
        count = pings;
    }

    @Override
    public Integer call() {
        ClientOptions options =
                broker.options().requestTimeout(timeout.duration()).build();
        try (TrunklineClient client = TrunklineClient.connect(options)) {
            for (int i = 0; i < count; i++) {
                Duration took = client.ping();
                command.commandLine()
                        .getOut()
                        .println(String.format(Locale.ROOT, "pong in %.3f ms", took.toNanos() / NANOS_PER_MILLI));
            }
        }
        return 0;
    }
}
