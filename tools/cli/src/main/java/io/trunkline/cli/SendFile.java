package io.trunkline.cli;

import io.trunkline.client.FileReceipt;
import io.trunkline.client.FileTransfer;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Sends a file as name, size and bytes over a connection of its own, as kn-sock's users know it. */
@Command(
        name = "send-file",
        mixinStandardHelpOptions = true,
        description = "Send a file as name, size and bytes; nobody answers, so what is printed is what has left.")
final class SendFile implements Callable<Integer> {
    @Spec
    private CommandSpec command;

    @Mixin
    private HostAndPort target;

    @Parameters(index = "2", paramLabel = "PATH", converter = ExistingFile.class, description = "What to send.")
    private Path file;

    @Override
    public Integer call() {
        FileReceipt sent = FileTransfer.sendNamed(target.options().build(), file);
        command.commandLine().getOut().println(FileFormat.describe("sent", sent));
        return 0;
    }
}
