package io.trunkline.testing;

import io.trunkline.Delivery;
import io.trunkline.ErrorCode;
import io.trunkline.Payload;
import io.trunkline.PayloadException;
import io.trunkline.ReplyException;
import io.trunkline.Route;
import io.trunkline.Topic;
import io.trunkline.client.ClientOptions;
import io.trunkline.client.TrunklineClient;
import io.trunkline.codec.Framing;
import io.trunkline.server.ListenOptions;
import io.trunkline.server.TrunklineServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assertions.assertThrows;

/** Our server and our client in one conversation, in both framings. */
@ParameterizedClass
@EnumSource(Framing.class)
class ConversationIT {
    private static final int WAIT_SECONDS = 20;
    private static final Duration PATIENCE = Duration.ofSeconds(WAIT_SECONDS);
    private static final Route<Say, Said> SAY = Route.of("echo.say", Say.class, Said.class);
    private static final Topic<Tick> TICK = Topic.of("events.tick", Tick.class);

    record Say(String text) {}

    record Said(String text) {}

    record Tick(int number) {}

    private final TrunklineServer server;
    private final ClientOptions options;

    ConversationIT(Framing framing) {
        ListenOptions where = ListenOptions.builder().port(0).framing(framing).build();
        server = TrunklineServer.builder()
                .listen(where)
                .handle(SAY, say -> new Said(say.text()))
                .handle("fail", (request, call) -> {
                    throw new IllegalStateException("a secret of the server");
                })
                .handle("bytes", (request, call) -> request.payload())
                .start();
        options = ClientOptions.builder()
                .endpoint("localhost", server.port())
                .framing(framing)
                .connectTimeout(PATIENCE)
                .requestTimeout(PATIENCE)
                .build();
    }

    @AfterEach
    void nothingIsLeft() {
        server.close();
        OurThreads.awaitNone();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 500})
    void everyRequestGetsItsOwnAnswer(int count) {
        try (TrunklineClient client = TrunklineClient.connect(options)) {
            // At most 128 of one topic run at once on one connection; what is beyond is refused at once, so it is asked
            // in
            // portions.
            for (int from = 0; from < count; from += 125) {
                List<CompletableFuture<Said>> answers = IntStream.range(from, Math.min(count, from + 125))
                        .mapToObj(i -> client.requestAsync(SAY, new Say("number " + i)))
                        .toList();
                for (int i = 0; i < answers.size(); i++) {
                    assertThat(answers.get(i).join()).isEqualTo(new Said("number " + (from + i)));
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 65_536, 1_048_209})
    void payloadsOfEverySizeComeBackUnchanged(int size) {
        byte[] bytes = new byte[size];
        Arrays.fill(bytes, (byte) 0x80);
        try (TrunklineClient client = TrunklineClient.connect(options)) {
            assertThat(client.request("bytes", Payload.wrap(bytes))).isEqualTo(Payload.wrap(bytes));
        }
    }

    @Test
    void payloadAboveTheLimitNeverLeaves() {
        try (TrunklineClient client = TrunklineClient.connect(options)) {
            assertThatExceptionOfType(PayloadException.class)
                    .isThrownBy(() -> client.request("bytes", Payload.wrap(new byte[1_048_210])))
                    .matches(e -> e.delivery() == Delivery.NOT_SENT)
                    .withMessageContaining("1048209")
                    .withMessageContaining("1048210");
        }
    }

    @Test
    void errorsAreNamedAndTellNoSecrets() {
        try (TrunklineClient client = TrunklineClient.connect(options)) {
            assertThat(refusal(client, "no.such.topic").code()).isEqualTo(ErrorCode.NO_ROUTE_FOUND);
            assertThat(refusal(client, "echo.say").code()).isEqualTo(ErrorCode.INVALID_REQUEST);
            ReplyException failed = refusal(client, "fail");
            assertThat(failed.code()).isEqualTo(ErrorCode.INTERNAL_ERROR);
            assertThat(failed.getMessage()).doesNotContain("secret", "IllegalState");
            assertThat(failed.delivery()).isEqualTo(Delivery.ANSWERED);
        }
    }

    private static ReplyException refusal(TrunklineClient client, String topic) {
        return assertThrows(ReplyException.class, () -> client.request(topic, List.of("not what the route expects")));
    }

    @Test
    void otherMajorVersionIsNotSupported() {
        try (TrunklineClient client = TrunklineClient.connect(options)) {
            assertThatExceptionOfType(ReplyException.class)
                    .isThrownBy(() -> client.request(SAY.version("2.0.0"), new Say("hello")))
                    .matches(e -> e.code().equals(ErrorCode.VERSION_NOT_SUPPORTED))
                    .matches(e -> e.details().toString().contains("1.0.0"));
        }
    }

    @Test
    void subscribersGetEveryEventInTheOrderOfItsPublisher() throws InterruptedException {
        int events = 2_000;
        List<Integer> received = new ArrayList<>();
        CountDownLatch all = new CountDownLatch(events);
        try (TrunklineClient subscriber = TrunklineClient.connect(options);
                TrunklineClient publisher = TrunklineClient.connect(options)) {
            subscriber.subscribe(TICK, tick -> {
                received.add(tick.number());
                all.countDown();
            });
            for (int i = 0; i < events; i++) {
                publisher.publish(TICK, new Tick(i));
            }

            assertThat(all.await(WAIT_SECONDS, TimeUnit.SECONDS)).isTrue();
            assertThat(received).isEqualTo(IntStream.range(0, events).boxed().toList());
        }
    }

    @Test
    void publishWithoutSubscribersIsRefusedToWhoAsksForConfirmation() {
        try (TrunklineClient client = TrunklineClient.connect(options)) {
            assertThatExceptionOfType(ReplyException.class)
                    .isThrownBy(() -> client.publishAndConfirm(TICK, new Tick(1)))
                    .matches(e -> e.code().equals(ErrorCode.NO_ROUTE_FOUND));
        }
    }

    @Test
    void serversOwnPublishReachesItsSubscribers() {
        try (TrunklineClient client = TrunklineClient.connect(options)) {
            CompletableFuture<Tick> seen = new CompletableFuture<>();
            client.subscribe(TICK, seen::complete);
            server.publish(TICK, new Tick(7));

            assertThat(seen.orTimeout(WAIT_SECONDS, TimeUnit.SECONDS).join()).isEqualTo(new Tick(7));
        }
    }
}
