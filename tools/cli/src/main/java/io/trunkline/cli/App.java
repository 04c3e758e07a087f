package io.trunkline.cli;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The option that names the application behind a listener. */
final class App {
    private static final List<FormatName> JSON_FORMATS =
            List.of(FormatName.LENGTH_PREFIXED, FormatName.ENVELOPE, FormatName.LINE_LENGTH, FormatName.JSON_LINES);

    private static final List<FormatName> FILE_FORMATS = List.of(
            FormatName.NAMED_FILE,
            FormatName.LENGTH_PREFIXED,
            FormatName.ENVELOPE,
            FormatName.LINE_LENGTH,
            FormatName.JSON_LINES,
            FormatName.TYPED,
            FormatName.MULTIPLEXED);
    private static final List<FormatName> MEDIA_FORMATS =
            List.of(FormatName.RAW, FormatName.LENGTH_PREFIXED, FormatName.ENVELOPE);

    /** The applications that a server can run, each with the format that it speaks unless another is asked for. */
    enum Name {
        ECHO(null),
        CHAT(FormatName.LENGTH_PREFIXED),
        ROOMS(FormatName.LINE_LENGTH),
        FILE(FormatName.NAMED_FILE),
        MEDIA(FormatName.RAW),
        RPC(FormatName.JSON_LINES),
        PUBSUB(FormatName.JSON_LINES);

        private final @Nullable FormatName usual;

        Name(@Nullable FormatName usual) {
            this.usual = usual;
        }

        private List<FormatName> formats() {
            return switch (this) {
                case ECHO -> List.of(FormatName.values());
                case CHAT, ROOMS -> JSON_FORMATS;
                case FILE -> FILE_FORMATS;
                case MEDIA -> MEDIA_FORMATS;
                case RPC, PUBSUB -> List.of(FormatName.JSON_LINES);
            };
        }

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(
            names = "--app",
            defaultValue = "echo",
            description = "The application: ${COMPLETION-CANDIDATES}; default ${DEFAULT-VALUE}.")
    private Name name;

    Name name() {
        return name;
    }

    /** The format that was asked for, if the application speaks it; else the application's own. */
    FormatName format(@Nullable FormatName asked) {
        FormatName chosen = asked == null ? name.usual : asked;
        if (chosen == null) {
            throw new ParameterException(
                    command.commandLine(), "--app " + name + " needs a --format: " + name.formats());
        }
        if (!name.formats().contains(chosen)) {
            throw new ParameterException(
                    command.commandLine(), "--app " + name + " does not speak " + chosen + ", but " + name.formats());
        }
        return chosen;
    }
}
