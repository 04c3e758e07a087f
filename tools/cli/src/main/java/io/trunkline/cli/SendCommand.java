package io.trunkline.cli;

import io.trunkline.client.ClientOptions;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Sends one message in any frame format and prints the first answer. */
@Command(
        name = "send",
        mixinStandardHelpOptions = true,
        description = "Connect, send one message, print the first answer, close.")
final class SendCommand implements Callable<Integer> {
    @Spec
    private CommandSpec command;

    @Mixin
    private Target target;

    @Option(
            names = "--format",
            required = true,
            converter = FormatName.Converter.class,
            completionCandidates = FormatName.Candidates.class,
            description = "One of ${COMPLETION-CANDIDATES}.")
    private FormatName format;

    @Mixin
    private Timeout timeout;

    @Parameters(index = "2", paramLabel = "MESSAGE", description = "The body, in UTF-8; named-file sends it as a file.")
    private String message;

    @Override
    public Integer call() {
        ClientOptions options =
                target.options().requestTimeout(timeout.duration()).build();
        command.commandLine().getOut().println(Exchange.in(format).send(options, message));
        return 0;
    }
}
