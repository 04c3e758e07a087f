package io.trunkline.cli;

import java.time.Duration;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The option that says how long to wait for an answer. */
final class Timeout {
    private static final long MAX_MILLIS = 3_600_000;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    private long millis;

    @Option(
            names = "--timeout",
            paramLabel = "MS",
            defaultValue = "5000",
            description = "Milliseconds to wait for the answer, 1 to 3600000; default ${DEFAULT-VALUE}.")
    void millis(long value) {
        if (value < 1 || value > MAX_MILLIS) {
            throw new ParameterException(
                    command.commandLine(), "--timeout must be 1 to " + MAX_MILLIS + " ms, but is " + value);
        }
        millis = value;
    }

    Duration duration() {
        return Duration.ofMillis(millis);
    }
}
