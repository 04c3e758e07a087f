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

/** Fetches one file, which appears whole or not at all. */
@Command(
        name = "download",
        mixinStandardHelpOptions = true,
        description = "Fetch a file from a server that gives files out; it appears whole or not at all.")
final class DownloadCommand implements Callable<Integer> {
    @Spec
    private CommandSpec command;

    @Mixin
    private Target target;

    @Mixin
    private FileFormat format;

    @Parameters(index = "2", paramLabel = "NAME", description = "The file's name at the server.")
    private String name;

    @Parameters(
            index = "3",
            arity = "0..1",
            paramLabel = "FILE",
            description = "Where to store it; default NAME in this directory.")
    private @Nullable Path file;

    @Option(names = "--replace", description = "Replace a file that is there; without it that is an error.")
    private boolean replace;

    @Override
    public Integer call() {
        ProgressBar bar = new ProgressBar(command.commandLine().getErr());
        TransferOptions.Builder options = TransferOptions.builder().observer(bar::show);
        if (replace) {
            options.replaceExisting();
        }
        Path to = file == null ? Path.of(name) : file;
        FileReceipt receipt = format.transfer(
                target.options().build(),
                client ->
                        FileTransfer.download(client, name, to, options.build()).join(),
                client ->
                        FileTransfer.download(client, name, to, options.build()).join());
        bar.end();
        command.commandLine().getOut().println(FileFormat.describe("fetched", receipt));
        return 0;
    }
}
