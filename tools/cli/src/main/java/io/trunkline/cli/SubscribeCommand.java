package io.trunkline.cli;

import io.trunkline.Message;
import io.trunkline.client.ClientOptions;
import io.trunkline.client.TrunklineClient;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints every message whose topic matches a pattern, one line each, until it has seen enough or is interrupted. */
@Command(
        name = "subscribe",
        mixinStandardHelpOptions = true,
        description = "Print messages as TOPIC, a blank and the payload; prints SUBSCRIBED PATTERN when ready.")
final class SubscribeCommand implements Callable<Integer> {
    @Spec
    private CommandSpec command;

    @Mixin
    private BrokerTarget broker;

    @Mixin
    private Lasting lasting;

    @Parameters(index = "2", paramLabel = "PATTERN", description = "A topic; + is one level, # the rest: events.#")
    private String pattern;

    private long count = Long.MAX_VALUE;

    @Option(names = "--count", paramLabel = "N", description = "End after N messages; without it, with the connection.")
    void count(long messages) {
        if (messages < 1) {
            throw new ParameterException(command.commandLine(), "--count must be 1 or more, but is " + messages);
        }
        count = messages;
    }

    private final CountDownLatch announced = new CountDownLatch(1);

    @Override
    public Integer call() throws InterruptedException {
        PrintWriter out = command.commandLine().getOut();
        ClientOptions options = lasting.options(broker).build();
        try (TrunklineClient client = TrunklineClient.connect(options)) {
            client.subscribe(pattern, message -> print(out, message));
            out.println("SUBSCRIBED " + pattern);
            out.flush();
            announced.countDown();
            lasting.await();
        }
        return 0;
    }

    /** Runs one message at a time: receivers are serial per subscription. */
    private void print(PrintWriter out, Message message) throws InterruptedException {
        // A message may overtake the acknowledgement of its subscription; scripts wait for SUBSCRIBED first.
        announced.await();
        if (count <= 0) {
            return;
        }
        out.println(message.topic() + " " + message.payload().text());
        out.flush();
        if (--count == 0) {
            lasting.finish();
        }
    }
}
