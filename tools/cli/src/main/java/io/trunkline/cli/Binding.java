package io.trunkline.cli;

import io.trunkline.server.ListenOptions;
import java.net.InetAddress;
import java.net.UnknownHostException;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The two options that say where a server listens. */
final class Binding {
    private static final int MAX_PORT = 65_535;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(
            names = "--host",
            defaultValue = "127.0.0.1",
            description = "Address to bind; loopback (${DEFAULT-VALUE}) unless said otherwise.")
    private String host;

    private int port;

    @Option(names = "--port", defaultValue = "8081", description = "Port, 0 for a free one; default ${DEFAULT-VALUE}.")
    void port(int value) {
        if (value < 0 || value > MAX_PORT) {
            throw new ParameterException(command.commandLine(), "--port must be 0 to 65535, but is " + value);
        }
        port = value;
    }

    String host() {
        return host;
    }

    ListenOptions.Builder options() {
        return ListenOptions.builder().address(address()).port(port);
    }

    private InetAddress address() {
        try {
            return InetAddress.getByName(host);
        } catch (UnknownHostException e) {
            throw new ParameterException(command.commandLine(), "--host " + host + " is not known", e);
        }
    }
}
