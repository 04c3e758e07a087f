package io.trunkline.client;

import io.trunkline.ClosedException;
import io.trunkline.Delivery;
import io.trunkline.Payload;
import io.trunkline.QueueFullException;
import io.trunkline.ReplyException;
import io.trunkline.RequestTimeoutException;
import io.trunkline.Route;
import io.trunkline.Topic;
import io.trunkline.transport.ConnectFailedException;
import io.trunkline.transport.ConnectionLostException;
import io.trunkline.transport.Endpoint;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/** P12, P14, P15, F1 to F3 of the faults, as the client sees them: it survives its connections. */
class ReconnectIT {
    private static final Duration PATIENCE = Duration.ofMillis(ScriptedPeer.PATIENCE_MILLIS);
    private static final Route<Object, Payload> ECHO = Route.of("echo");

    @AfterEach
    void noThreadIsLeft() {
        LeftThreads.assertNone();
    }

    @Test
    @Tag("feature-203")
    void whatIsInFlightEndsAtOnceAndTheNextCallGoesOverTheNextConnection() {
        try (ScriptedPeer peer = ScriptedPeer.envelope();
                TrunklineClient client = TrunklineClient.start(options(peer).build())) {
            PeerSession first = peer.accept().greet();
            CompletableFuture<Payload> inFlight = client.requestAsync("echo", 1);
            first.takeTopic("echo");
            first.reset();
            assertThat(RequestIT.failure(inFlight, ConnectionLostException.class)
                            .delivery())
                    .isEqualTo(Delivery.MAYBE_SENT);
            CompletableFuture<Payload> waiting = client.requestAsync("echo", 2);
            PeerSession second = peer.accept().greet();
            second.answer(second.takeTopic("echo"), "2");
            assertThat(waiting.join().text()).isEqualTo("2");
            assertThat(client.state()).isEqualTo(ClientState.READY);
            assertThat(client.stats().connectionsTotal()).isEqualTo(2);
            client.closeNow();
        }
    }

    @Test
    void aBlockingCallWaitsForTheConnectionToo() {
        try (ScriptedPeer peer = ScriptedPeer.envelope();
                TrunklineClient client = TrunklineClient.start(options(peer).build())) {
            CompletableFuture<Payload> asking = CompletableFuture.supplyAsync(() -> client.request("echo", 1));
            await().atMost(PATIENCE).until(() -> client.stats().waiting() == 1);
            PeerSession broker = peer.accept().greet();
            broker.answer(broker.takeTopic("echo"), "1");
            assertThat(asking.join().text()).isEqualTo("1");
            client.closeNow();
        }
    }

    @Test
    void callsOfOneThreadLeaveInTheirOrderThoughTheyWaited() {
        try (ScriptedPeer peer = ScriptedPeer.envelope();
                TrunklineClient client = TrunklineClient.start(
                        options(peer).offlinePublishes(1_000).build())) {
            List<CompletableFuture<Payload>> unanswered = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                unanswered.add(client.requestAsync("echo", i));
                client.publish("events.x", i);
            }
            PeerSession broker = peer.accept().greet();
            for (int i = 0; i < 50; i++) {
                assertThat(broker.takeTopic("echo").text()).isEqualTo("" + i);
                assertThat(broker.takeTopic("events.x").text()).isEqualTo("" + i);
            }
            assertThat(unanswered).noneMatch(CompletableFuture::isDone);
            client.closeNow();
        }
    }

    @Test
    void aCallThatFindsNoConnectionInItsTimeWasNotSent() {
        try (TrunklineClient client = TrunklineClient.start(
                options(ClosedPort.take()).requestTimeout(Duration.ofMillis(50)).build())) {
            assertThatThrownBy(() -> client.request("echo", 1))
                    .isInstanceOfSatisfying(RequestTimeoutException.class, e -> {
                        assertThat(e.delivery()).isEqualTo(Delivery.NOT_SENT);
                        assertThat(e).hasMessageContaining("no connection for 'echo' within 50 ms");
                    });
            assertThat(RequestIT.failure(client.requestAsync(ECHO, 1), RequestTimeoutException.class)
                            .delivery())
                    .isEqualTo(Delivery.NOT_SENT);
            assertThat(client.stats().waiting()).isZero();
        }
    }

    @Test
    void whoWantsToFailAtOnceDoes() {
        try (TrunklineClient client = TrunklineClient.start(options(ClosedPort.take())
                .whileDisconnected(WhileDisconnected.FAIL)
                .build())) {
            assertThatThrownBy(() -> client.request("echo", 1))
                    .isInstanceOfSatisfying(
                            ConnectionLostException.class,
                            e -> assertThat(e.delivery()).isEqualTo(Delivery.NOT_SENT))
                    .hasMessageContaining("there is no connection at the moment");
            assertThat(RequestIT.failure(client.publishAndConfirmAsync("a.b", 1), ConnectionLostException.class)
                            .delivery())
                    .isEqualTo(Delivery.NOT_SENT);
        }
    }

    @Test
    void oneWayPublishesFailAtOnceUnlessTheyMayWaitAndThenUpToTheirBytes() {
        try (TrunklineClient client =
                TrunklineClient.start(options(ClosedPort.take()).build())) {
            assertThatThrownBy(() -> client.publish("a.b", 1))
                    .isInstanceOfSatisfying(
                            ConnectionLostException.class,
                            e -> assertThat(e.delivery()).isEqualTo(Delivery.NOT_SENT));
        }
        try (TrunklineClient client = TrunklineClient.start(
                options(ClosedPort.take()).offlinePublishes(10).build())) {
            client.publish("a.b", Payload.of(new byte[10]));
            assertThatThrownBy(() -> client.publish("a.b", Payload.of(new byte[1])))
                    .isInstanceOf(QueueFullException.class);
        }
    }

    @Test
    void aCallThatIsCancelledWhileItWaitsIsNeverSent() {
        try (ScriptedPeer peer = ScriptedPeer.envelope();
                TrunklineClient client = TrunklineClient.start(options(peer).build())) {
            CompletableFuture<Payload> cancelled = client.requestAsync("echo", 1);
            CompletableFuture<Object> derived = client.requestAsync("echo", 2).thenApply(answer -> answer);
            cancelled.cancel(false);
            derived.cancel(false);
            assertThat(client.stats().waiting()).isZero();
            CompletableFuture<Payload> kept = client.requestAsync("echo", 3);
            PeerSession broker = peer.accept().greet();
            PeerSession.Seen only = broker.takeTopic("echo");
            assertThat(only.text()).isEqualTo("3");
            broker.answer(only, "3");
            kept.join();
            client.closeNow();
        }
    }

    @Test
    void onlyAnIdempotentRequestIsSentOnceMoreAndWithTheSameId() {
        Route<Object, Payload> get = Route.of("get").idempotent();
        try (ScriptedPeer peer = ScriptedPeer.envelope();
                TrunklineClient client = TrunklineClient.start(options(peer).build())) {
            PeerSession first = peer.accept().greet();
            CompletableFuture<Payload> once = client.requestAsync(ECHO, 1);
            CompletableFuture<Payload> again = client.requestAsync(get, 2);
            CompletableFuture<Payload> blocking = CompletableFuture.supplyAsync(() -> client.request(get, 3));
            first.takeTopic("echo");
            PeerSession.Seen asked = first.takeTopic("get");
            PeerSession.Seen blocked = first.takeTopic("get");
            first.close();
            RequestIT.failure(once, ConnectionLostException.class);
            PeerSession second = peer.accept().greet();
            PeerSession.Seen one = second.take();
            PeerSession.Seen two = second.take();
            assertThat(List.of(one.id(), two.id())).containsExactlyInAnyOrder(asked.id(), blocked.id());
            second.answer(one, one.text()).answer(two, two.text());
            assertThat(again.join().text()).isEqualTo("2");
            assertThat(blocking.join().text()).isEqualTo("3");
            assertThat(client.stats().retries()).isEqualTo(2);
            client.closeNow();
        }
    }

    @Test
    void subscriptionsAreAcknowledgedAgainBeforeTheClientIsReady() throws InterruptedException {
        LinkedBlockingQueue<String> received = new LinkedBlockingQueue<>();
        try (ScriptedPeer peer = ScriptedPeer.envelope();
                TrunklineClient client = TrunklineClient.start(options(peer).build())) {
            Subscription early =
                    client.subscribe("a.#", m -> received.add(m.payload().text()));
            assertThat(early.confirmed().toCompletableFuture()).isNotDone();
            for (int i = 0; i < 3; i++) {
                PeerSession broker = peer.accept().greetWithoutHello();
                PeerSession.Seen subscribe = broker.takeTopic("system.topic.subscribe");
                assertThat(client.state()).isNotEqualTo(ClientState.READY);
                broker.answer(subscribe, "{\"status\":\"success\"}");
                await().atMost(PATIENCE).until(() -> client.state() == ClientState.READY);
                broker.send("publish:a.b:1.0.0", "" + i);
                assertThat(received.poll(ScriptedPeer.PATIENCE_MILLIS, TimeUnit.MILLISECONDS))
                        .isEqualTo("" + i);
                broker.close();
            }
            assertThat(early.confirmed().toCompletableFuture()).isCompleted();
            client.closeNow();
        }
    }

    @Test
    @Tag("feature-202")
    @Tag("feature-251")
    void whatCouldNotBeRestoredIsReportedAndTheClientGoesOn() {
        RecordingObserver observer = new RecordingObserver();
        try (ScriptedPeer peer = ScriptedPeer.envelope();
                TrunklineClient client =
                        TrunklineClient.start(options(peer).observer(observer).build())) {
            Subscription subscription = client.subscribe("a.b", m -> {});
            PeerSession first = peer.accept().greetWithoutHello();
            first.answer(first.takeTopic("system.topic.subscribe"), "{\"status\":\"success\"}");
            await().atMost(PATIENCE).until(() -> client.state() == ClientState.READY);
            first.close();
            PeerSession second = peer.accept().greetWithoutHello();
            second.answer(
                    second.takeTopic("system.topic.subscribe"), "error:{\"code\":\"FORBIDDEN\",\"message\":\"no\"}");
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(observer.events)
                            .containsExactly(
                                    "CONNECTING to READY",
                                    "READY to RECONNECTING",
                                    "retry 1",
                                    "not restored a.b ReplyException",
                                    "RECONNECTING to READY"));
            assertThat(subscription.confirmed().toCompletableFuture()).isCompleted();
            client.closeNow();
        }
    }

    @Test
    @Tag("feature-200")
    void aClientThatGivesUpSaysSoAndRefusesWhatComesAfter() {
        RecordingObserver observer = new RecordingObserver();
        ReconnectPolicy twice = ReconnectPolicy.builder()
                .baseDelay(Duration.ofMillis(1))
                .maxAttempts(2)
                .build();
        try (TrunklineClient client = TrunklineClient.start(
                options(ClosedPort.take()).reconnect(twice).observer(observer).build())) {
            CompletableFuture<Payload> waiting = client.requestAsync("echo", 1);
            client.awaitClosed();
            assertThat(client.state()).isEqualTo(ClientState.CLOSED);
            assertThat(RequestIT.failure(waiting, ClosedException.class).delivery())
                    .isEqualTo(Delivery.NOT_SENT);
            assertThatThrownBy(() -> client.request("echo", 1))
                    .isInstanceOf(ClosedException.class)
                    .hasMessageContaining("Connection refused");
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(observer.events)
                            .containsSubsequence("retry 1", "retry 2", "gave up 2 ConnectFailedException"));
        }
    }

    @Test
    void anotherEndpointIsTriedAtOnce() throws IOException {
        try (ScriptedPeer peer = ScriptedPeer.envelope()) {
            ClientOptions options = options(ClosedPort.take())
                    .endpoints(List.of(
                            new Endpoint("127.0.0.1", ClosedPort.take()), new Endpoint("127.0.0.1", peer.port())))
                    .build();
            CompletableFuture<TrunklineClient> connecting =
                    CompletableFuture.supplyAsync(() -> TrunklineClient.connect(options));
            PeerSession broker = peer.accept().greet();
            try (TrunklineClient client = connecting.join()) {
                CompletableFuture<Payload> answer = client.requestAsync("echo", 1);
                broker.answer(broker.takeTopic("echo"), "1");
                answer.join();
                client.closeNow();
            }
        }
    }

    @Test
    void aConnectThatFailsNamesEveryEndpoint() {
        int one = ClosedPort.take();
        ClientOptions options = options(one)
                .endpoints(List.of(new Endpoint("127.0.0.1", one), new Endpoint("127.0.0.1", ClosedPort.take())))
                .build();
        assertThatThrownBy(() -> TrunklineClient.connect(options))
                .isInstanceOfSatisfying(
                        ConnectFailedException.class,
                        e -> assertThat(e.attempts()).isNotEmpty())
                .hasMessageContaining("none of 2 endpoints")
                .hasMessageContaining("127.0.0.1:" + one);
    }

    @Test
    void theTokenIsAskedForAnewAndARefusedOneIsNotSentTwice() {
        Queue<String> tokens = new ArrayDeque<>(List.of("old", "old", "new"));
        RecordingObserver observer = new RecordingObserver();
        try (ScriptedPeer peer = ScriptedPeer.envelope();
                TrunklineClient client = TrunklineClient.start(
                        options(peer).token(tokens::remove).observer(observer).build())) {
            PeerSession first = peer.accept().initialize();
            PeerSession.Seen auth = first.takeTopic("system.auth");
            assertThat(auth.text()).isEqualTo("{\"token\":\"old\"}");
            first.answer(auth, "error:{\"code\":\"UNAUTHORIZED\",\"message\":\"no\"}");
            PeerSession second = peer.accept().initialize();
            PeerSession.Seen other = second.takeTopic("system.auth");
            assertThat(other.text()).isEqualTo("{\"token\":\"new\"}");
            second.answer(other, "{\"status\":\"success\"}");
            await().atMost(PATIENCE).until(() -> client.state() == ClientState.READY);
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(observer.failures).hasSize(2));
            assertThat(observer.failures.get(1)).hasMessageContaining("has refused this token");
            client.closeNow();
        }
    }

    @Test
    void requestsSpreadOverConnectionsAndEverythingElseStaysOnTheFirst() {
        try (ScriptedPeer peer = ScriptedPeer.envelope();
                TrunklineClient client =
                        TrunklineClient.start(options(peer).connections(3).build())) {
            PeerSession first = peer.accept().greet();
            PeerSession second = peer.accept().greet();
            PeerSession third = peer.accept().greet();
            await().atMost(PATIENCE).until(() -> client.stats().connections() == 3);
            List<CompletableFuture<Payload>> answers = List.of(
                    client.requestAsync("echo", 1), client.requestAsync("echo", 2), client.requestAsync("echo", 3));
            for (int i = 0; i < 10; i++) {
                client.publish("a.b", i);
            }
            for (PeerSession broker : List.of(first, second, third)) {
                broker.answer(broker.takeTopic("echo"), "1");
            }
            answers.forEach(CompletableFuture::join);
            for (int i = 0; i < 10; i++) {
                assertThat(first.takeTopic("a.b").text()).isEqualTo("" + i);
            }
            client.closeNow();
        }
    }

    @Test
    void closingWhileItConnectsGreetsRestsOrWaitsForATokenEndsEverything() {
        CompletableFuture<String> never = new CompletableFuture<>();
        try (ScriptedPeer silent = ScriptedPeer.envelope()) {
            List<Consumer<ClientOptions.Builder>> moments = List.of(
                    o -> o.endpoint("127.0.0.1", silent.port()),
                    o -> o.endpoint("127.0.0.1", ClosedPort.take()),
                    o -> o.endpoint("127.0.0.1", silent.port()).token(never::join));
            for (Consumer<ClientOptions.Builder> moment : moments) {
                ClientOptions.Builder options = options(silent);
                moment.accept(options);
                TrunklineClient client = TrunklineClient.start(options.build());
                CompletableFuture<Payload> waiting = client.requestAsync("echo", 1);
                Subscription declared = client.subscribe("a.b", m -> {});
                client.close();
                assertThat(client.state()).isEqualTo(ClientState.CLOSED);
                assertThat(RequestIT.failure(waiting, ClosedException.class).delivery())
                        .isEqualTo(Delivery.NOT_SENT);
                RequestIT.failure(declared.confirmed().toCompletableFuture(), ClosedException.class);
                never.complete("late");
            }
        }
    }

    @Test
    void aSubscribeThatWaitsSurvivesTheLossOfItsConnection() {
        try (ScriptedPeer peer = ScriptedPeer.envelope();
                TrunklineClient client = TrunklineClient.start(options(peer).build())) {
            PeerSession first = peer.accept().greet();
            await().atMost(PATIENCE).until(() -> client.state() == ClientState.READY);
            Topic<Object> topic = Topic.of("a.b", Object.class);
            CompletableFuture<Subscription> subscribing =
                    CompletableFuture.supplyAsync(() -> client.subscribe(topic, event -> {}));
            first.takeTopic("system.topic.subscribe");
            first.close();
            PeerSession second = peer.accept().greetWithoutHello();
            second.answer(second.takeTopic("system.topic.subscribe"), "{\"status\":\"success\"}");
            assertThat(subscribing.join().confirmed().toCompletableFuture()).isCompleted();
            client.closeNow();
        }
    }

    @Test
    void aFirstSubscribeThatTheBrokerRefusesIsNotAskedForAgain() {
        try (ScriptedPeer peer = ScriptedPeer.envelope();
                TrunklineClient client = TrunklineClient.start(options(peer).build())) {
            Subscription refused = client.subscribe("a.b", m -> {});
            PeerSession first = peer.accept().greetWithoutHello();
            first.answer(
                    first.takeTopic("system.topic.subscribe"), "error:{\"code\":\"FORBIDDEN\",\"message\":\"no\"}");
            RequestIT.failure(refused.confirmed().toCompletableFuture(), ReplyException.class);
            first.close();
            PeerSession second = peer.accept().greet();
            await().atMost(PATIENCE).until(() -> client.state() == ClientState.READY);
            CompletableFuture<Payload> next = client.requestAsync("echo", 1);
            second.answer(second.takeTopic("echo"), "1");
            next.join();
            client.closeNow();
        }
    }

    private static ClientOptions.Builder options(ScriptedPeer peer) {
        return options(peer.port());
    }

    private static ClientOptions.Builder options(int port) {
        return ClientOptions.builder()
                .endpoint("127.0.0.1", port)
                .connectTimeout(PATIENCE)
                .requestTimeout(PATIENCE)
                .reconnect(ReconnectPolicy.builder()
                        .baseDelay(Duration.ofMillis(20))
                        .maxDelay(Duration.ofMillis(100))
                        .build());
    }
}
