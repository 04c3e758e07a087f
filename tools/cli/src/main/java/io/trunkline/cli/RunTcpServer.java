package io.trunkline.cli;

import io.trunkline.codec.FrameFormat;
import io.trunkline.server.apps.EchoApps;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Runs the echo server that kn-sock's users know. */
@Command(
        name = "run-tcp-server",
        mixinStandardHelpOptions = true,
        description = "Answer each read with itself after \"Echo: \"; kn-sock's name for a raw echo.")
final class RunTcpServer implements Callable<Integer> {
    /** What kn-sock's own echo puts before each answer. */
    static final String PREFIX = "Echo: ";

    @Mixin
    private KnServing serving;

    @Override
    public Integer call() {
        return serving.serve((server, where) -> server.listen(where, FrameFormat.raw(), EchoApps.prefixed(PREFIX)));
    }
}
