package io.trunkline.cli;

import io.trunkline.testing.TestCertificate;
import io.trunkline.testing.TestCertificates;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** The broker as a process, and the commands that talk to it. */
class BrokerIT {
    private static final int WAIT_SECONDS = 60;

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
        return await().until(
                        () -> Command.run(
                                "publish",
                                "--framing",
                                framing,
                                "127.0.0.1",
                                broker.port(),
                                "events.user.created",
                                "{\"id\":7}"),
                        publish -> publish.exitCode() == 0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"envelope", "length-prefixed"})
    void aServedTopicAnswersWhatTheBrokerRoutesToIt(String framing) throws Exception {
        try (ServerProcess broker = ServerProcess.start("broker", "--framing", framing)) {
            CompletableFuture<Command> service = CompletableFuture.supplyAsync(() -> Command.run(
                    "serve-topic", "--framing", framing, "--count", 2, "127.0.0.1", broker.port(), "text.copy"));

            Command first = requestUntilServed(broker, framing);
            Command second = request(broker, framing, "text.copy", "[2]");

            assertThat(first.out()).isEqualToNormalizingNewlines("[1]\n");
            assertThat(second.out()).isEqualToNormalizingNewlines("[2]\n");
            assertThat(service.get(WAIT_SECONDS, TimeUnit.SECONDS))
                    .returns(0, Command::exitCode)
                    .returns(lines("SERVING text.copy", "text.copy [1]", "text.copy [2]"), Command::out);
        }
    }

    /** Until the service is there the broker says NO_ROUTE_FOUND. */
    private static Command requestUntilServed(ServerProcess broker, String framing) {
        return await().until(() -> request(broker, framing, "text.copy", "[1]"), request -> request.exitCode() == 0);
    }

    private static String lines(String... lines) {
        return String.join(System.lineSeparator(), lines) + System.lineSeparator();
    }

    @Test
    void aServedTopicMayAlwaysAnswerTheSame() throws Exception {
        try (ServerProcess broker = ServerProcess.start("broker");
                ServerProcess service = ServerProcess.saying(
                        "SERVING text.copy",
                        "serve-topic",
                        "127.0.0.1",
                        String.valueOf(broker.port()),
                        "text.copy",
                        "--answer",
                        "{\"fixed\":true}")) {
            assertThat(request(broker, "envelope", "text.copy", "[1]").out()).isEqualTo(lines("{\"fixed\":true}"));
            assertThat(service.terminate()).isEqualTo(143);
        }
    }

    @Test
    void aSubscriberFailsWithItsConnection() throws Exception {
        try (ServerProcess broker = ServerProcess.start("broker")) {
            CompletableFuture<Command> subscriber = CompletableFuture.supplyAsync(
                    () -> Command.run("subscribe", "127.0.0.1", broker.port(), "events.#"));
            publishUntilHeard(broker, "envelope");

            assertLost(broker, subscriber);
        }
    }

    @Test
    void aServiceFailsWithItsConnection() throws Exception {
        try (ServerProcess broker = ServerProcess.start("broker")) {
            CompletableFuture<Command> service = CompletableFuture.supplyAsync(
                    () -> Command.run("serve-topic", "127.0.0.1", broker.port(), "text.copy"));
            requestUntilServed(broker, "envelope");

            assertLost(broker, service);
        }
    }

    private static void assertLost(ServerProcess broker, CompletableFuture<Command> lasting) throws Exception {
        broker.terminate();

        Command ended = lasting.get(WAIT_SECONDS, TimeUnit.SECONDS);
        assertThat(ended.exitCode()).isEqualTo(1);
        assertThat(ended.err()).startsWith("trunkline: Connection to 127.0.0.1:" + broker.port() + " ended");
    }

    @Test
    void pingSaysHowLongTheAnswerTook() throws Exception {
        try (ServerProcess broker = ServerProcess.start("broker")) {
            Command ping = Command.run("ping", "127.0.0.1", broker.port(), "--count", 2);

            assertThat(ping.out().lines()).hasSize(2).allMatch(line -> line.matches("pong in [0-9]+\\.[0-9]{3} ms"));
        }
    }

    @Test
    void tokenAndTlsLetARequestIn(@TempDir Path folder) throws Exception {
        TestCertificate.Files files = TestCertificates.create().server().write(folder);
        String chain = files.chain().toString();
        String key = files.key().toString();
        try (ServerProcess broker =
                ServerProcess.start("broker", "--tls-cert", chain, "--tls-key", key, "--auth-token", "secret")) {
            Object[] trusted = {"request", "localhost", broker.port(), "echo", "1", "--tls-ca", files.ca()};
            // More than once where the first handshake of either process takes longer than a client waits.
            await().until(() ->
                    Command.run(with(trusted, "--auth-token", "secret")).exitCode() == 0);
            Command stranger = Command.run(trusted);
            Command known = Command.run(with(trusted, "--auth-token", "secret"));
            Command insecure = Command.run("ping", "127.0.0.1", broker.port(), "--insecure", "--auth-token", "secret");

            assertThat(stranger.exitCode()).isEqualTo(1);
            assertThat(stranger.err()).contains("UNAUTHORIZED", "no token").doesNotContain("secret", "Exception");
            assertThat(known.err()).isEmpty();
            assertThat(known.out()).isEqualToNormalizingNewlines("1\n");
            assertThat(insecure.exitCode()).isZero();
        }
    }

    private static Object[] with(Object[] words, Object... more) {
        return Stream.concat(Stream.of(words), Stream.of(more)).toArray();
    }
}
