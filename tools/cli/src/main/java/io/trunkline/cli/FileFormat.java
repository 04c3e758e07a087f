package io.trunkline.cli;

import io.trunkline.JsonMessage;
import io.trunkline.Payload;
import io.trunkline.client.ClientOptions;
import io.trunkline.client.FileReceipt;
import io.trunkline.client.FrameClient;
import io.trunkline.codec.FrameFormat;
import io.trunkline.codec.TypedFrame;
import java.util.function.Function;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The option that says in which frames a file travels. */
final class FileFormat {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(
            names = "--format",
            required = true,
            converter = FormatName.Converter.class,
            description =
                    "typed, where chunks are bytes, or length-prefixed, envelope, line-length, json-lines, where they are "
                            + "base64; as the server has it.")
    private FormatName format;

    /** Connects, transfers in the one way or the other, and closes. */
    FileReceipt transfer(
            ClientOptions options,
            Function<FrameClient<TypedFrame>, FileReceipt> typed,
            Function<FrameClient<JsonMessage>, FileReceipt> json) {
        return format == FormatName.TYPED
                ? over(FrameFormat.typed(), options, typed)
                : over(JsonMessage.in(jsonFrames()), options, json);
    }

    private FrameFormat<Payload> jsonFrames() {
        try {
            if (format != FormatName.RAW) {
                return PayloadFormats.of(format);
            }
            throw new IllegalArgumentException("raw has no messages");
        } catch (IllegalArgumentException e) {
            throw new ParameterException(command.commandLine(), "--format " + format + " carries no files", e);
        }
    }

    private static <F> FileReceipt over(
            FrameFormat<F> frames, ClientOptions options, Function<FrameClient<F>, FileReceipt> work) {
        try (FrameClient<F> client = FrameClient.connect(frames, options)) {
            return work.apply(client);
        }
    }

    /** One line that says what was transferred. */
    static String describe(String what, FileReceipt receipt) {
        return what + " " + receipt.fileName() + " " + receipt.size() + " bytes in "
                + receipt.duration().toMillis() + " ms"
                + receipt.sha256().map(digest -> " sha256 " + digest).orElse("");
    }
}
