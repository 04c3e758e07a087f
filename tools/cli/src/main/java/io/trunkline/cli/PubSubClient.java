package io.trunkline.cli;

import io.trunkline.Payload;
import io.trunkline.RequestTimeoutException;
import io.trunkline.client.FrameClient;
import io.trunkline.codec.FrameFormat;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Subscribes to one topic by lines of JSON, publishes to it, and waits for one message, as kn-sock's users know it. */
@Command(
        name = "pubsub-client",
        mixinStandardHelpOptions = true,
        description = "Subscribe to a topic by lines of JSON, publish if there is a message, print what comes in 2 s.")
final class PubSubClient implements Callable<Integer> {
    /** As long as kn-sock's own client waits. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    @Spec
    private CommandSpec command;

    @Mixin
    private HostAndPort target;

    @Parameters(index = "2", paramLabel = "TOPIC", description = "Any text; no wildcards.")
    private String topic;

    @Parameters(index = "3", arity = "0..1", paramLabel = "MESSAGE", description = "What to publish.")
    private @Nullable String message;

    @Override
    public Integer call() {
        try (FrameClient<Payload> client =
                FrameClient.connect(FrameFormat.jsonLines(), target.options().build())) {
            client.send(Payload.json(Map.of("action", "subscribe", "topic", topic)));
            if (message != null) {
                client.send(Payload.json(Map.of("action", "publish", "topic", topic, "message", message)));
            }
            command.commandLine().getOut().println(received(client));
        }
        return 0;
    }

    private static String received(FrameClient<Payload> client) {
        try {
            Payload event = client.receive(PATIENCE);
            if (event == null) {
                throw new IllegalStateException("the server closed the connection");
            }
            return event.text();
        } catch (RequestTimeoutException e) {
            return "nothing within " + PATIENCE.toSeconds() + " s";
        }
    }
}
