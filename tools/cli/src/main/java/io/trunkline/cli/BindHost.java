package io.trunkline.cli;

import java.net.InetAddress;
import java.net.UnknownHostException;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The option that says on which of the machine's addresses a server listens. */
final class BindHost {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(
            names = "--host",
            defaultValue = "127.0.0.1",
            description = "Address to bind; loopback (${DEFAULT-VALUE}) unless said otherwise.")
    private String host;

    String text() {
        return host;
    }

    InetAddress address() {
        try {
            return InetAddress.getByName(host);
        } catch (UnknownHostException e) {
            throw new ParameterException(command.commandLine(), "--host " + host + " is not known", e);
        }
    }
}
