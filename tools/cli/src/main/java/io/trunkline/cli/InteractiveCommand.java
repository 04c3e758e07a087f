package io.trunkline.cli;

import io.trunkline.client.ClientOptions;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Reads commands for named connections from the input, until it ends or says so. */
@Command(
        name = "interactive",
        mixinStandardHelpOptions = true,
        description = "A shell for connections: connect, send, receive; type help.")
final class InteractiveCommand implements Callable<Integer> {
    @Spec
    private CommandSpec command;

    @Mixin
    private TlsTarget tls;

    @Option(
            names = "--format",
            defaultValue = "raw",
            converter = FormatName.Converter.class,
            description = "What the connections carry: raw, length-prefixed, envelope, line-length or json-lines; "
                    + "default ${DEFAULT-VALUE}.")
    private FormatName format;

    @Override
    public Integer call() throws IOException {
        // Not closed: it is the process's.
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        try (ShellConnections connections = connections()) {
            new Shell(connections, command.commandLine().getOut()).run(in, Terminal.isPresent());
        }
        return 0;
    }

    private ShellConnections connections() {
        ClientOptions.Builder options = ClientOptions.builder();
        tls.options().ifPresent(options::tls);
        try {
            return new ShellConnections(PayloadFormats.of(format), options);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(command.commandLine(), "--format " + e.getMessage(), e);
        }
    }
}
