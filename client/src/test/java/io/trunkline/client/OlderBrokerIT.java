package io.trunkline.client;

import io.trunkline.Payload;
import io.trunkline.ReplyException;
import io.trunkline.Route;
import io.trunkline.codec.Framing;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The client against the bytes that MB Server Node sends, where they differ from ours (docs/interop.md). */
class OlderBrokerIT {
    record Say(String text) {}

    private static final Route<Say, Say> SAY = Route.of("echo.say", Say.class, Say.class);
    private static final String SUCCESS = "{\"status\":\"success\"}";
    private static final String FRESH = "6f2e0a4c-1111-4222-8333-444455556666";
    private static final String PARENT = "0d1f7b52-aaaa-4bbb-8ccc-ddddeeeeffff";

    private final BlockingQueue<Object> received = new LinkedBlockingQueue<>();

    @AfterEach
    void noThreadIsLeft() {
        LeftThreads.assertNone();
    }

    /** The broker does not know hello. */
    private static Connected connected() {
        return Connected.over(Framing.LENGTH_PREFIXED, error("TOPIC_NOT_SUPPORTED"), options -> {});
    }

    private static String error(String code) {
        return "{\"error\":{\"code\":\"" + code + "\",\"message\":\"m\",\"timestamp\":\"2026-01-31T12:00:00.000Z\"}}";
    }

    @Test
    void everySubscriptionHasAPriorityForItRefusesThoseThatHaveNone() throws InterruptedException {
        try (Connected it = connected()) {
            CompletableFuture<Subscription> subscribing = CompletableFuture.supplyAsync(() -> it.client.subscribe(
                    "events.user", event -> received.add(event.payload().text())));
            assertThat(it.acknowledgeSubscribe().text())
                    .isEqualTo("{\"action\":\"publish\",\"topic\":\"events.user\",\"priority\":0}");
            Subscription subscription = subscribing.join();
            it.broker.send("publish:events.user:1.0.0:" + FRESH, "{\"id\":7}");
            assertThat(received.poll(20, TimeUnit.SECONDS)).isEqualTo("{\"id\":7}");
            subscription.cancel();
            assertThat(it.broker.takeTopic("system.topic.unsubscribe").text())
                    .isEqualTo("{\"action\":\"publish\",\"topic\":\"events.user\"}");
        }
    }

    @Test
    void aHeartbeatWithoutAnIdIsAnsweredWithoutOneAndAnswersUnderFreshIdsAreSwallowed() {
        try (Connected it = connected()) {
            it.broker.send("request:system.heartbeat:1.0.0", "{}");
            PeerSession.Seen answer = it.broker.take();
            assertThat(answer.header()).isEqualTo("response:system.heartbeat:1.0.0");
            assertThat(answer.text()).isEqualTo(SUCCESS);
            it.broker.send("response:system.heartbeat:1.0.0:" + FRESH, SUCCESS);
            it.broker.send("response:events.nobody:1.0.0:" + FRESH, error("NO_ROUTE_FOUND"));
            assertThat(roundTrip(it)).isEqualTo("1");
        }
    }

    @Test
    void aRequestThatItForwardsWithAParentAndNoTimeoutIsAnsweredUnderItsId() {
        try (Connected it = connected()) {
            it.subscribed(() -> it.client.serve(SAY, say -> new Say(say.text() + "!")));
            it.broker.send("request:echo.say:1.0.0:" + FRESH + ":" + PARENT, "{\"text\":\"hi\"}");
            PeerSession.Seen answer = it.broker.take();
            assertThat(answer.header()).startsWith("response:echo.say:1.0.0:" + FRESH);
            assertThat(answer.text()).isEqualTo("{\"text\":\"hi!\"}");
        }
    }

    @Test
    void errorsOfItsClientsAreRead() {
        try (Connected it = connected()) {
            CompletableFuture<Payload> asking = it.client.requestAsync("echo", 1);
            it.broker.answer(it.broker.take(), error("MINE"));
            ReplyException refused = RequestIT.failure(asking, ReplyException.class);
            assertThat(refused.code().name()).isEqualTo("MINE");
        }
    }

    private static String roundTrip(Connected it) {
        CompletableFuture<Payload> asking = it.client.requestAsync("echo", 1);
        it.broker.answer(it.broker.takeTopic("echo"), "1");
        return asking.join().text();
    }
}
