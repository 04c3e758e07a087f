package io.trunkline.cli;

import io.trunkline.server.TrunklineServer;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Runs a broker with an application behind it until it is told to end. */
@Command(
        name = "broker",
        mixinStandardHelpOptions = true,
        description = "Run a broker; topic echo answers with its payload. Prints LISTENING HOST PORT when ready.")
final class BrokerCommand implements Callable<Integer> {
    /** What a broker can answer by itself. */
    enum Answers {
        ECHO;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @Spec
    private CommandSpec command;

    @Mixin
    private Serving serving;

    @Option(
            names = "--app",
            defaultValue = "echo",
            description = "The application: ${COMPLETION-CANDIDATES}; default ${DEFAULT-VALUE}.")
    private Answers app;

    @Mixin
    private FramingOption framing;

    @Override
    public Integer call() {
        TrunklineServer.Builder builder = serving.server()
                .listen(serving.listen().framing(framing.framing()).build());
        switch (app) {
            case ECHO -> builder.handle("echo", new EchoRoute());
        }
        try (TrunklineServer server = builder.start()) {
            RunningServer.await(server, serving.host(), command.commandLine().getOut());
        }
        return 0;
    }
}
