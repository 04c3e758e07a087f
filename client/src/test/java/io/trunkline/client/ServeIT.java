package io.trunkline.client;

import io.trunkline.CallHandler;
import io.trunkline.ErrorCode;
import io.trunkline.Payload;
import io.trunkline.ReplyException;
import io.trunkline.Route;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

class ServeIT {
    record Say(String text) {}

    record Said(String text) {}

    private static final Route<Say, Said> SAY = Route.of("echo.say", Say.class, Said.class);
    private static final String ID = "00000000-0000-4000-8000-000000000001";
    private static final Duration PATIENCE = Duration.ofMillis(ScriptedPeer.PATIENCE_MILLIS);

    @AfterEach
    void noThreadIsLeft() {
        LeftThreads.assertNone();
    }

    @Test
    void requestsOfTheRouteAreAnsweredUnderTheirOwnId() {
        try (Connected it = Connected.plain()) {
            serve(it, ServeOptions.defaults().priority(2.5), (say, call) -> new Said(say.text() + "!"));
            it.broker.send("request:echo.say:1.2.3:" + ID + "::900", "{\"text\":\"hi\"}");
            PeerSession.Seen answer = it.broker.take();
            assertThat(answer.header()).isEqualTo("response:echo.say:1.2.3:" + ID);
            assertThat(answer.text()).isEqualTo("{\"text\":\"hi!\"}");
        }
    }

    @Test
    void aHandlerMayTakeWholeMessagesOfATopicWithoutAConstant() {
        try (Connected it = Connected.plain()) {
            it.subscribed(() -> it.client.serve("echo.say", (message, call) -> {
                assertThat(call.message()).isSameAs(message);
                return message.topic() + " " + message.version() + " "
                        + message.requestId().orElseThrow() + " "
                        + message.payload().text();
            }));
            it.broker.send("request:echo.say:1.2.3:" + ID, "no JSON");
            PeerSession.Seen answer = it.broker.take();
            assertThat(answer.header()).isEqualTo("response:echo.say:1.2.3:" + ID);
            assertThat(answer.text()).isEqualTo("\"echo.say 1.2.3 " + ID + " no JSON\"");
            assertThatThrownBy(() -> it.client.serve("echo.+", (message, call) -> message.payload()))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void theBrokerIsToldTopicActionAndPriority() {
        try (Connected it = Connected.plain()) {
            CompletableFuture<Subscription> serving = CompletableFuture.supplyAsync(() -> it.client.serve(
                    SAY, say -> new Said(say.text()), ServeOptions.defaults().priority(-1)));
            PeerSession.Seen subscribe = it.broker.takeTopic("system.topic.subscribe");
            assertThat(subscribe.text())
                    .contains("\"action\":\"request\"", "\"topic\":\"echo.say\"", "\"priority\":-1");
            it.broker.answer(subscribe, "{\"status\":\"success\"}");
            Subscription served = serving.join();
            assertThat(served.confirmed().toCompletableFuture()).isCompleted();
            served.cancel();
            PeerSession.Seen unsubscribe = it.broker.takeTopic("system.topic.unsubscribe");
            assertThat(unsubscribe.text()).contains("\"action\":\"request\"", "\"topic\":\"echo.say\"");
            it.broker.send("request:echo.say:1.0.0:" + ID, "{\"text\":\"hi\"}");
            assertThat(it.broker.take().text()).contains("NO_ROUTE_FOUND");
        }
    }

    @Test
    void theHandlerSeesTheCallAndIsToldWhenItsTimeIsOver() throws InterruptedException {
        AtomicReference<Duration> remaining = new AtomicReference<>();
        CountDownLatch cancelled = new CountDownLatch(1);
        CountDownLatch returned = new CountDownLatch(1);
        try (Connected it = Connected.plain()) {
            serve(it, ServeOptions.defaults(), (say, call) -> {
                remaining.set(call.remaining());
                call.onCancel(cancelled::countDown);
                cancelled.await();
                assertThat(call.isCancelled()).isTrue();
                assertThat(call.message().requestId().orElseThrow()).hasToString(ID);
                returned.countDown();
                return new Said("too late");
            });
            it.broker.send("request:echo.say:1.0.0:" + ID + "::3000", "{\"text\":\"hi\"}");
            returned.await();
            assertThat(remaining.get()).isLessThanOrEqualTo(Duration.ofSeconds(3));
            CompletableFuture<Payload> next = it.client.requestAsync("echo", 1);
            PeerSession.Seen only = it.broker.take();
            assertThat(only.topic()).as("no late answer was sent").isEqualTo("echo");
            it.broker.answer(only, "1");
            next.join();
        }
    }

    @Test
    void aLostConnectionCancelsWhatIsBeingHandled() throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch cancelled = new CountDownLatch(1);
        try (Connected it = Connected.plain()) {
            serve(it, ServeOptions.defaults(), (say, call) -> {
                call.onCancel(cancelled::countDown);
                begun.countDown();
                cancelled.await();
                return new Said("nobody hears it");
            });
            it.broker.send("request:echo.say:1.0.0:" + ID, "{\"text\":\"hi\"}");
            begun.await();
            it.broker.reset();
            cancelled.await();
        }
    }

    @Test
    void whatAHandlerThrowsIsAnsweredWithTheRightCode() {
        try (Connected it = Connected.plain()) {
            serve(it, ServeOptions.defaults(), (say, call) -> switch (say.text()) {
                case "refuse" -> throw new ReplyException(ErrorCode.of("SOLD_OUT"), "none left", Map.of("left", 0));
                case "forward" -> throw ReplyException.received(ErrorCode.UNAUTHORIZED, "not ours", Map.of());
                case "null" -> nothing();
                default -> throw new IllegalStateException("a secret");
            });
            assertThat(ask(it, "{\"text\":\"refuse\"}")).contains("\"SOLD_OUT\"", "none left", "\"left\":0");
            assertThat(ask(it, "{\"text\":\"forward\"}"))
                    .contains("\"INTERNAL_ERROR\"")
                    .doesNotContain("not ours");
            assertThat(ask(it, "{\"text\":\"null\"}")).contains("\"INTERNAL_ERROR\"");
            assertThat(ask(it, "{\"text\":\"x\"}"))
                    .contains("\"INTERNAL_ERROR\"")
                    .doesNotContain("secret");
            assertThat(ask(it, "{\"text\":")).contains("\"INVALID_REQUEST\"");
        }
    }

    @Test
    void anotherVersionIsRefusedByNameAndASecondHandlerOfTheSameAtOnce() {
        try (Connected it = Connected.plain()) {
            serve(it, ServeOptions.defaults(), (say, call) -> new Said("one"));
            it.broker.send("request:echo.say:2.0.0:" + ID, "{\"text\":\"hi\"}");
            assertThat(it.broker.take().text()).contains("VERSION_NOT_SUPPORTED", "\"supported\":[\"1.0.0\"]");
            assertThatThrownBy(() -> it.client.serve(SAY, say -> new Said("two")))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("echo.say");
            it.client.serve(SAY.version("2.0.0"), say -> new Said("two"));
            it.broker.send("request:echo.say:2.1.0:" + ID, "{\"text\":\"hi\"}");
            assertThat(it.broker.take().text()).isEqualTo("{\"text\":\"two\"}");
        }
    }

    @Test
    void aRequestWithoutAnIdIsHandledAndNotAnswered() throws InterruptedException {
        CountDownLatch handled = new CountDownLatch(1);
        try (Connected it = Connected.plain()) {
            serve(it, ServeOptions.defaults(), (say, call) -> {
                handled.countDown();
                return new Said("unheard");
            });
            it.broker.send("request:echo.say:1.0.0", "{\"text\":\"hi\"}");
            handled.await();
            assertThat(ask(it, "{\"text\":\"heard\"}")).contains("unheard");
        }
    }

    @Test
    void moreThanMayRunAreRefusedAndNotBegun() {
        CountDownLatch release = new CountDownLatch(1);
        try (Connected it = Connected.plain()) {
            serve(it, ServeOptions.defaults(), (say, call) -> {
                release.await();
                return new Said("done");
            });
            for (int i = 0; i < 256; i++) {
                it.broker.send("request:echo.say:1.0.0:" + id(i), "{\"text\":\"hi\"}");
            }
            it.broker.send("request:echo.say:1.0.0:" + id(256), "{\"text\":\"hi\"}");
            PeerSession.Seen busy = it.broker.take();
            assertThat(busy.id()).isEqualTo(id(256));
            assertThat(busy.text()).contains("SERVICE_UNAVAILABLE", "BUSY", "\"executed\":\"no\"");
            release.countDown();
            for (int i = 0; i < 256; i++) {
                assertThat(it.broker.take().text()).isEqualTo("{\"text\":\"done\"}");
            }
        }
    }

    /** Whoever has an answer may ask again at once: its place must not be held by a handler that has returned. */
    @Test
    void placeIsFreeWhenTheAnswerArrives() {
        int all = 20_000;
        try (Connected it = Connected.plain()) {
            serve(it, ServeOptions.defaults(), (say, call) -> new Said("done"));
            for (int i = 0; i < 256; i++) {
                it.broker.send("request:echo.say:1.0.0:" + id(i), "{\"text\":\"hi\"}");
            }
            for (int i = 0; i < all; i++) {
                assertThat(it.broker.take().text()).as("answer %s", i).isEqualTo("{\"text\":\"done\"}");
                if (i + 256 < all) {
                    it.broker.send("request:echo.say:1.0.0:" + id(i + 256), "{\"text\":\"hi\"}");
                }
            }
        }
    }

    @Test
    void closingFinishesWhatIsBeingHandledAndRefusesWhatComes() throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        try (Connected it = Connected.plain()) {
            serve(it, ServeOptions.defaults(), (say, call) -> {
                begun.countDown();
                release.await();
                return new Said("finished");
            });
            it.broker.send("request:echo.say:1.0.0:" + id(1), "{\"text\":\"hi\"}");
            begun.await();
            CompletableFuture<Void> closing = CompletableFuture.runAsync(it.client::close);
            await().atMost(PATIENCE).until(() -> it.client.state() == ClientState.DRAINING);
            it.broker.send("request:echo.say:1.0.0:" + id(2), "{\"text\":\"hi\"}");
            assertThat(it.broker.take().text()).containsAnyOf("SHUTTING_DOWN");
            release.countDown();
            PeerSession.Seen last = it.broker.take();
            assertThat(last.id()).isEqualTo(id(1));
            assertThat(last.text()).isEqualTo("{\"text\":\"finished\"}");
            assertThat(it.broker.atEnd()).isTrue();
            it.broker.close();
            closing.join();
        }
    }

    @Test
    void aServiceRegistersThenServesOnEveryConnection() {
        RecordingObserver observer = new RecordingObserver();
        try (ScriptedPeer peer = ScriptedPeer.envelope();
                TrunklineClient client = TrunklineClient.start(ClientOptions.builder()
                        .endpoint("127.0.0.1", peer.port())
                        .connectTimeout(PATIENCE)
                        .requestTimeout(PATIENCE)
                        .service("greeter", "says hello")
                        .observer(observer)
                        .reconnect(ReconnectPolicy.builder()
                                .baseDelay(Duration.ofMillis(10))
                                .build())
                        .build())) {
            client.serve(SAY, say -> new Said(say.text()));
            for (int i = 0; i < 2; i++) {
                PeerSession broker = peer.accept().greetWithoutHello();
                PeerSession.Seen register = broker.takeTopic("system.service.register");
                assertThat(register.text()).contains("\"name\":\"greeter\"", "\"description\":\"says hello\"");
                broker.answer(
                        register,
                        i == 0 ? "{\"status\":\"success\"}" : "error:{\"code\":\"FORBIDDEN\",\"message\":\"no\"}");
                broker.answer(broker.takeTopic("system.topic.subscribe"), "{\"status\":\"success\"}");
                await().atMost(PATIENCE).until(() -> client.state() == ClientState.READY);
                broker.close();
            }
            await().atMost(PATIENCE)
                    .untilAsserted(
                            () -> assertThat(observer.events).contains("not restored service greeter ReplyException"));
            client.closeNow();
        }
    }

    private static void serve(Connected it, ServeOptions options, CallHandler<Say, Said> handler) {
        it.subscribed(() -> it.client.serve(SAY, handler, options));
    }

    @SuppressWarnings("NullAway") // What a handler must not return.
    private static Said nothing() {
        return null;
    }

    private static String ask(Connected it, String payload) {
        return it.broker.send("request:echo.say:1.0.0:" + ID, payload).take().text();
    }

    private static String id(int number) {
        return String.format("00000000-0000-4000-8000-%012x", number);
    }
}
