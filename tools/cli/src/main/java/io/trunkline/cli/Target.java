package io.trunkline.cli;

import io.trunkline.client.ClientOptions;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The two arguments that say where to connect. */
final class Target {
    private static final int MAX_PORT = 65_535;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Parameters(index = "0", paramLabel = "HOST", description = "Host name or address.")
    private String host;

    private int port;

    @Parameters(index = "1", paramLabel = "PORT", description = "Port, 1 to 65535.")
    void port(int value) {
        if (value < 1 || value > MAX_PORT) {
            throw new ParameterException(command.commandLine(), "PORT must be 1 to 65535, but is " + value);
        }
        port = value;
    }

    ClientOptions.Builder options() {
        return ClientOptions.builder().endpoint(host, port);
    }
}
