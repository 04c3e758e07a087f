package io.trunkline.cli;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** The broker as a process, and the commands that talk to it. */
class BrokerIT {
    private static final int WAIT_SECONDS = 10;
    private static final int MAX_ATTEMPTS = 200;

    @ParameterizedTest
    @ValueSource(strings = {"envelope", "length-prefixed"})
    void requestGetsItsOwnPayloadBack(String framing) throws Exception {
        try (ServerProcess broker = ServerProcess.start("broker", "--app", "echo", "--framing", framing)) {
            Command request = request(broker, framing, "echo", "{\"text\":\"hello\",\"delay_ms\":1}");

            assertThat(request.err()).isEmpty();
            assertThat(request.out()).isEqualToNormalizingNewlines("{\"text\":\"hello\",\"delay_ms\":1}\n");
            assertThat(request.exitCode()).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"envelope", "length-prefixed"})
    void errorsAreNamedAndEndWithOne(String framing) throws Exception {
        try (ServerProcess broker = ServerProcess.start("broker", "--framing", framing)) {
            Command nobody = request(broker, framing, "no.such.topic", "{}");
            Command badDelay = request(broker, framing, "echo", "{\"delay_ms\":-1}");

            assertThat(nobody.exitCode()).isEqualTo(1);
            assertThat(nobody.err()).contains("NO_ROUTE_FOUND").doesNotContain("Exception");
            assertThat(badDelay.err()).contains("INVALID_REQUEST").contains("delay_ms must be 0 to 3600000");
        }
    }

    private static Command request(ServerProcess broker, String framing, String topic, String json) {
        return Command.run("request", "--framing", framing, "127.0.0.1", broker.port(), topic, json);
    }

    @ParameterizedTest
    @ValueSource(strings = {"envelope", "length-prefixed"})
    void subscriberPrintsWhatIsPublished(String framing) throws Exception {
        try (ServerProcess broker = ServerProcess.start("broker", "--framing", framing)) {
            CompletableFuture<Command> subscriber = CompletableFuture.supplyAsync(() -> Command.run(
                    "subscribe", "--framing", framing, "--count", 1, "127.0.0.1", broker.port(), "events.#"));

            Command publish = publishUntilHeard(broker, framing);

            assertThat(publish.out()).isEqualToNormalizingNewlines("confirmed\n");
            assertThat(subscriber.get(WAIT_SECONDS, TimeUnit.SECONDS).out())
                    .isEqualToNormalizingNewlines("SUBSCRIBED events.#\nevents.user.created {\"id\":7}\n");
        }
    }

    /** Until the subscription is there the broker says NO_ROUTE_FOUND, which is what a caller would retry on. */
    private static Command publishUntilHeard(ServerProcess broker, String framing) {
        Command publish;
        int attempts = 0;
        do {
            publish = Command.run(
                    "publish", "--framing", framing, "127.0.0.1", broker.port(), "events.user.created", "{\"id\":7}");
        } while (publish.exitCode() != 0 && ++attempts < MAX_ATTEMPTS);
        return publish;
    }
}
