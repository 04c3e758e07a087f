package io.trunkline.cli;

import io.trunkline.server.ListenOptions;
import io.trunkline.server.TrunklineServer;
import io.trunkline.transport.TlsOptions;
import java.util.function.BiConsumer;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * What the server commands that kn-sock's users know take: the port as an argument, and every limit of ours.
 *
 * <p>They listen on loopback unless {@code --host} says otherwise, where kn-sock's TCP and file servers listen on every
 * address.
 */
final class KnServing {
    private static final int MAX_PORT = 65_535;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    private int port;

    @Mixin
    private BindHost host;

    @Mixin
    private ServingRules rules;

    @Parameters(index = "0", paramLabel = "PORT", description = "Port to listen on, 1 to 65535.")
    void port(int value) {
        if (value < 1 || value > MAX_PORT) {
            throw new ParameterException(command.commandLine(), "PORT must be 1 to 65535, but is " + value);
        }
        port = value;
    }

    int jsonDepth() {
        return rules.limits().jsonDepth();
    }

    /** Runs a plain server until it is told to end. */
    int serve(BiConsumer<TrunklineServer.Builder, ListenOptions> listening) {
        return serve(where(), listening);
    }

    /** Runs a server over TLS until it is told to end. */
    int serve(TlsOptions tls, BiConsumer<TrunklineServer.Builder, ListenOptions> listening) {
        return serve(where().tls(tls), listening);
    }

    private ListenOptions.Builder where() {
        return ListenOptions.builder().address(host.address()).port(port);
    }

    private int serve(ListenOptions.Builder where, BiConsumer<TrunklineServer.Builder, ListenOptions> listening) {
        TrunklineServer.Builder builder = rules.server();
        listening.accept(builder, rules.forFrames(where));
        try (TrunklineServer server = builder.start()) {
            RunningServer.await(server, host.text(), command.commandLine().getOut());
        }
        return 0;
    }
}
