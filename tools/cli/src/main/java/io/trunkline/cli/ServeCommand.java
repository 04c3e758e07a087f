package io.trunkline.cli;

import io.trunkline.server.ListenOptions;
import io.trunkline.server.TrunklineServer;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
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
    private Serving serving;

    @Mixin
    private App app;

    @Option(
            names = "--format",
            converter = FormatName.Converter.class,
            completionCandidates = FormatName.Candidates.class,
            description = "One of ${COMPLETION-CANDIDATES}; every application but echo has one of its own.")
    private @Nullable FormatName format;

    @Option(
            names = "--prefix",
            defaultValue = "",
            description = "raw echo only: text to put before each answer, as \"Echo: \".")
    private String prefix;

    @Option(
            names = "--upload-dir",
            paramLabel = "DIR",
            description = "file only: where files go, and come from; made if it is not there.")
    private @Nullable Path uploads;

    @Override
    public Integer call() {
        TrunklineServer.Builder builder = serving.server();
        listen(builder, serving.listenForFrames(), app.format(format));
        try (TrunklineServer server = builder.start()) {
            RunningServer.await(server, serving.host(), command.commandLine().getOut());
        }
        return 0;
    }

    private void listen(TrunklineServer.Builder builder, ListenOptions where, FormatName chosen) {
        refuse(!prefix.isEmpty() && !isRawEcho(chosen), "--prefix is for --format raw --app echo, not " + chosen);
        refuse(uploads != null && app.name() != App.Name.FILE, "--upload-dir is for --app file, not " + app.name());
        Applications applications =
                new Applications(builder, where, chosen, serving.limits().jsonDepth());
        switch (app.name()) {
            case ECHO -> EchoHandlers.listen(builder, where, chosen, prefix);
            case CHAT -> applications.chat();
            case ROOMS -> applications.rooms();
            case FILE -> applications.files(uploadDirectory());
            case MEDIA -> applications.media();
            case RPC -> applications.remoteCalls();
            case PUBSUB -> applications.publishSubscribe();
        }
    }

    private boolean isRawEcho(FormatName chosen) {
        return chosen == FormatName.RAW && app.name() == App.Name.ECHO;
    }

    private Path uploadDirectory() {
        if (uploads == null) {
            throw new ParameterException(command.commandLine(), "--app file needs --upload-dir");
        }
        return uploads;
    }

    private void refuse(boolean wrong, String why) {
        if (wrong) {
            throw new ParameterException(command.commandLine(), why);
        }
    }
}
