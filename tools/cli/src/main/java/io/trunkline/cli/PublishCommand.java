package io.trunkline.cli;

import io.trunkline.Payload;
import io.trunkline.client.ClientOptions;
import io.trunkline.client.TrunklineClient;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Publishes one message and waits until the broker has confirmed it. */
@Command(
        name = "publish",
        mixinStandardHelpOptions = true,
        description = "Publish a message; confirmed means queued to every live subscriber.")
final class PublishCommand implements Callable<Integer> {
    @Spec
    private CommandSpec command;

    @Mixin
    private BrokerTarget broker;

    @Parameters(index = "2", paramLabel = "TOPIC", description = "For example events.user.created; no wildcards.")
    private String topic;

    @Parameters(index = "3", paramLabel = "JSON", description = "The payload, sent as it is.")
    private String json;

    @Override
    public Integer call() {
        ClientOptions options = broker.options().build();
        try (TrunklineClient client = TrunklineClient.connect(options)) {
            client.publishAndConfirm(topic, Payload.ofText(json));
            command.commandLine().getOut().println("confirmed");
        }
        return 0;
    }
}
