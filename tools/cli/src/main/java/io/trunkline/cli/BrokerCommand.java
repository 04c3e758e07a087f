package io.trunkline.cli;

import io.trunkline.server.TrunklineServer;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Runs a broker with an application behind it until it is told to end. */
@Command(
        name = "broker",
        mixinStandardHelpOptions = true,
        description = "Run a broker; topic echo answers with its payload. Prints LISTENING HOST PORT when ready.")
final class BrokerCommand implements Callable<Integer> {
    @Spec
    private CommandSpec command;

    @Mixin
    private Binding binding;

    @Mixin
    private App app;

    @Mixin
    private FramingOption framing;

    @Override
    public Integer call() {
        TrunklineServer.Builder builder = TrunklineServer.builder()
                .listen(binding.options().framing(framing.framing()).build());
        switch (app.name()) {
            case ECHO -> builder.handle("echo", new EchoRoute());
        }
        try (TrunklineServer server = builder.start()) {
            RunningServer.await(server, binding.host(), command.commandLine().getOut());
        }
        return 0;
    }
}
