package io.trunkline.cli;

import io.trunkline.ErrorCode;
import io.trunkline.Handler;
import io.trunkline.Payload;
import io.trunkline.ReplyException;
import io.trunkline.Route;
import io.trunkline.client.ServeOptions;
import io.trunkline.client.TrunklineClient;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Answers what a broker routes to it, until it has answered enough or is told to end; what it has begun it finishes. */
@Command(
        name = "serve-topic",
        mixinStandardHelpOptions = true,
        description = {
            "Answer a broker's requests of one topic: with their own payload, or always the same.",
            "Prints SERVING TOPIC when ready, then each request as TOPIC, a blank and the payload."
        })
final class ServeTopicCommand implements Callable<Integer> {
    @Spec
    private CommandSpec command;

    @Mixin
    private BrokerTarget broker;

    @Mixin
    private Lasting lasting;

    @Parameters(index = "2", paramLabel = "TOPIC", description = "For example text.echo; no wildcards.")
    private String topic;

    @Option(
            names = "--answer",
            paramLabel = "JSON",
            description =
                    "The answer to every request; without it, the request's payload, after its delay_ms if it has one.")
    private @Nullable String answer;

    private ServeOptions options = ServeOptions.defaults();

    @Option(
            names = "--priority",
            paramLabel = "P",
            description = "The broker asks the highest first; a standby has less than 0; default 0.")
    void priority(double priority) {
        try {
            options = ServeOptions.defaults().priority(priority);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(command.commandLine(), "--" + e.getMessage(), e);
        }
    }

    private long count = Long.MAX_VALUE;

    @Option(
            names = "--count",
            paramLabel = "N",
            description = "End after N requests; without it, with the connection, or on SIGTERM or SIGINT.")
    void count(long requests) {
        if (requests < 1) {
            throw new ParameterException(command.commandLine(), "--count must be 1 or more, but is " + requests);
        }
        count = requests;
    }

    private final CountDownLatch announced = new CountDownLatch(1);
    private final AtomicLong begun = new AtomicLong();

    @Override
    public Integer call() throws InterruptedException {
        PrintWriter out = command.commandLine().getOut();
        try (TrunklineClient client =
                TrunklineClient.connect(lasting.options(broker).build())) {
            Runtime.getRuntime().addShutdownHook(new Thread(client::close, "trunkline-shutdown"));
            client.serve(route(), handler(out), options);
            out.println("SERVING " + topic);
            out.flush();
            announced.countDown();
            lasting.await();
        }
        return 0;
    }

    private Route<Payload, Payload> route() {
        return Route.of(topic, Payload.class, Payload.class);
    }

    private Handler<Payload, Payload> handler(PrintWriter out) {
        String fixed = answer;
        return request -> {
            announced.await(); // Scripts wait for SERVING, and read it first.
            long number = begun.incrementAndGet();
            if (number > count) {
                throw new ReplyException(ErrorCode.SERVICE_UNAVAILABLE, "has answered as many requests as it was to");
            }
            out.println(topic + " " + request.text());
            out.flush();
            try {
                return fixed == null ? EchoRoute.echo(request) : Payload.ofText(fixed);
            } finally {
                if (number == count) {
                    lasting.finish(); // What is being handled is finished and answered before the connection ends.
                }
            }
        };
    }
}
