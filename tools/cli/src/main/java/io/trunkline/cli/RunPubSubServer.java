package io.trunkline.cli;

import io.trunkline.server.apps.KnPubSub;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Runs the publish/subscribe server that kn-sock's users know. */
@Command(
        name = "run-pubsub-server",
        mixinStandardHelpOptions = true,
        description = "Publish and subscribe by lines of JSON, exact topics.")
final class RunPubSubServer implements Callable<Integer> {
    @Mixin
    private KnServing serving;

    @Override
    public Integer call() {
        return serving.serve((server, where) -> server.listen(where, KnPubSub.format(), KnPubSub.create()));
    }
}
