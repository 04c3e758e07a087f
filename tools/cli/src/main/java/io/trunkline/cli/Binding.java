package io.trunkline.cli;

import io.trunkline.server.ListenOptions;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The two options that say where a server listens. */
final class Binding {
    private static final int MAX_PORT = 65_535;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Mixin
    private BindHost host;

    private int port;

    @Option(names = "--port", defaultValue = "8081", description = "Port, 0 for a free one; default ${DEFAULT-VALUE}.")
    void port(int value) {
        if (value < 0 || value > MAX_PORT) {
            throw new ParameterException(command.commandLine(), "--port must be 0 to 65535, but is " + value);
        }
        port = value;
    }

    String host() {
        return host.text();
    }

    ListenOptions.Builder options() {
        return ListenOptions.builder().address(host.address()).port(port);
    }
}
