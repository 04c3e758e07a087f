package io.trunkline.cli;

import io.trunkline.server.TrunklineServer;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Serves an application over one frame format until it is told to end. */
@Command(
        name = "serve",
        mixinStandardHelpOptions = true,
        description = "Serve an application over a frame format; prints LISTENING HOST PORT when ready.")
final class ServeCommand implements Callable<Integer> {
    @Spec
    private CommandSpec command;

    @Mixin
    private Binding binding;

    @Mixin
    private App app;

    @Option(
            names = "--format",
            required = true,
            converter = FormatName.Converter.class,
            completionCandidates = FormatName.Candidates.class,
            description = "One of ${COMPLETION-CANDIDATES}.")
    private FormatName format;

    @Option(
            names = "--prefix",
            defaultValue = "",
            description = "raw only: text to put before each answer, as \"Echo: \".")
    private String prefix;

    @Override
    public Integer call() {
        if (!prefix.isEmpty() && format != FormatName.RAW) {
            throw new ParameterException(command.commandLine(), "--prefix is for --format raw, not " + format);
        }
        TrunklineServer.Builder builder = TrunklineServer.builder();
        switch (app.name()) {
            case ECHO -> EchoHandlers.listen(builder, binding.options().build(), format, prefix);
        }
        try (TrunklineServer server = builder.start()) {
            RunningServer.await(server, binding.host(), command.commandLine().getOut());
        }
        return 0;
    }
}
