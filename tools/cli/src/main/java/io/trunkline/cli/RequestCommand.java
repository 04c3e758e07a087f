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

/** Sends one request to a broker and prints the answer's payload. */
@Command(name = "request", mixinStandardHelpOptions = true, description = "Send a request and print its answer.")
final class RequestCommand implements Callable<Integer> {
    @Spec
    private CommandSpec command;

    @Mixin
    private BrokerTarget broker;

    @Parameters(index = "2", paramLabel = "TOPIC", description = "For example echo.")
    private String topic;

    @Parameters(index = "3", paramLabel = "JSON", description = "The payload, sent as it is.")
    private String json;

    @Mixin
    private Timeout timeout;

    @Override
    public Integer call() {
        ClientOptions options =
                broker.options().requestTimeout(timeout.duration()).build();
        try (TrunklineClient client = TrunklineClient.connect(options)) {
            command.commandLine()
                    .getOut()
                    .println(client.request(topic, Payload.ofText(json)).text());
        }
        return 0;
    }
}
