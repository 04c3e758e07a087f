package io.trunkline.cli;

import io.trunkline.client.ClientOptions;
import io.trunkline.client.ReconnectPolicy;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The two arguments that say where to connect. */
final class HostAndPort {
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
        // A command ends with its connection: a script that starts it learns of a loss by its exit.
        return ClientOptions.builder().endpoint(host, port).reconnect(ReconnectPolicy.never());
    }
}
