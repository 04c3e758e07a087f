package io.trunkline.cli;

import io.trunkline.server.apps.KnRpc;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Runs the server of remote calls that kn-sock's users know, with its two functions. */
@Command(
        name = "run-rpc-server",
        mixinStandardHelpOptions = true,
        description = "Answer calls of add and echo by lines of JSON.")
final class RunRpcServer implements Callable<Integer> {
    @Mixin
    private KnServing serving;

    @Override
    public Integer call() {
        return serving.serve((server, where) -> server.listen(where, KnRpc.format(), KnRpc.examples()));
    }
}
