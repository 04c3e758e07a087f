package io.trunkline.cli;

import io.trunkline.client.FileReceipt;
import io.trunkline.client.FileTransfer;
import io.trunkline.client.TransferOptions;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Sends one file and says what has been stored. */
@Command(
        name = "upload",
        mixinStandardHelpOptions = true,
        description = "Send a file to a server that takes uploads, and print what it has stored.")
final class UploadCommand implements Callable<Integer> {
    @Spec
    private CommandSpec command;

    @Mixin
    private Target target;

    @Mixin
    private FileFormat format;

    @Parameters(index = "2", paramLabel = "FILE", converter = ExistingFile.class, description = "What to send.")
    private Path file;

    @Option(names = "--name", paramLabel = "NAME", description = "The file's name at the server; default its own.")
    private @Nullable String name;

    @Override
    public Integer call() {
        ProgressBar bar = new ProgressBar(command.commandLine().getErr());
        TransferOptions.Builder options = TransferOptions.builder().observer(bar::show);
        if (name != null) {
            options.fileName(name);
        }
        FileReceipt receipt = format.transfer(
                target.options().build(),
                client -> FileTransfer.upload(client, file, options.build()).join(),
                client -> FileTransfer.upload(client, file, options.build()).join());
        bar.end();
        command.commandLine().getOut().println(FileFormat.describe("stored", receipt));
        return 0;
    }
}
