package io.trunkline.cli;

import io.trunkline.server.FileReceiver;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Runs the file server that kn-sock's users know. */
@Command(
        name = "run-file-server",
        mixinStandardHelpOptions = true,
        description = "Keep files that are sent as name, size and bytes, one per connection.")
final class RunFileServer implements Callable<Integer> {
    @Mixin
    private KnServing serving;

    @Parameters(
            index = "1",
            paramLabel = "SAVE_DIR",
            converter = ExistingDirectory.class,
            description = "The directory that files go to; it must be there.")
    private Path directory;

    @Override
    public Integer call() {
        FileReceiver receiver = FileReceiver.builder(directory).build();
        return serving.serve((server, where) -> server.listen(where, receiver));
    }
}
