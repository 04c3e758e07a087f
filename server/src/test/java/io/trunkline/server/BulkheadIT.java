package io.trunkline.server;

import io.trunkline.Handler;
import io.trunkline.Route;
import java.util.BitSet;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static io.trunkline.server.Ids.id;
import static io.trunkline.server.Ids.idOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Rows F30 and P4 of the faults: what runs is bounded, one topic leaves the others their share, blocked work keeps its place. */
class BulkheadIT {
    private static final Route<String, String> ASK = Route.of("ask", String.class, String.class);
    private static final Route<String, String> OTHER = Route.of("other", String.class, String.class);

    @RegisterExtension
    final ServerFixture fixture = new ServerFixture();

    private final Semaphore go = new Semaphore(0);

    @AfterEach
    void letHandlersReturn() {
        go.release(1_000);
    }

    private Handler<String, String> blocking() {
        return text -> {
            go.tryAcquire(20, TimeUnit.SECONDS);
            return text;
        };
    }

    private void start(int perConnection, int inAll, Consumer<TrunklineServer.Builder> routes) {
        fixture.start(server -> {
            ServerLimits limits = ServerLimits.builder()
                    .requestsPerConnection(perConnection)
                    .requests(inAll)
                    .build();
            server.listen(0).options(ServerOptions.builder().limits(limits).build());
            routes.accept(server);
        });
    }

    /** With time for whatever else the machine does: what times out frees its place. */
    private static String request(String topic, int number) {
        return "request:" + topic + ":1.0.0:" + id(number) + "::60000\n\"" + topic + number + "\"";
    }

    private static String answer(String topic, int number) {
        return "response:" + topic + ":1.0.0:" + id(number) + "\n\"" + topic + number + "\"";
    }

    private static void expectBusy(BytePeer peer, String topic, int number) {
        assertThat(peer.exchange(request(topic, number)))
                .startsWith("response:" + topic + ":1.0.0:" + id(number) + "\n")
                .contains("\"SERVICE_UNAVAILABLE\"", "\"reason\":\"BUSY\"", "\"executed\":\"no\"");
    }

    @Test
    @Tag("feature-165")
    void requestsBeyondTheLimitsAreRefusedUnderTheirOwnIdsTheNewestFirst() {
        start(4, 6, server -> server.handle(ASK, blocking()).handle(OTHER, blocking()));
        BytePeer one = fixture.connect();
        BytePeer two = fixture.connect();
        one.send(request("ask", 1))
                .send(request("ask", 2))
                .send(request("other", 3))
                .send(request("other", 4));
        expectBusy(one, "ask", 5);
        two.send(request("ask", 1)).send(request("other", 2));
        expectBusy(two, "other", 3);
        go.release(6);
        assertThat(List.of(two.receive(), two.receive()))
                .containsExactlyInAnyOrder(answer("ask", 1), answer("other", 2));
        assertThat(List.of(one.receive(), one.receive(), one.receive(), one.receive()))
                .containsExactlyInAnyOrder(answer("ask", 1), answer("ask", 2), answer("other", 3), answer("other", 4));
        go.release(1);
        assertThat(one.exchange(request("ask", 6))).isEqualTo(answer("ask", 6));
    }

    @Test
    void topicWhoseHandlersBlockIsBusyAndTheOthersAreServed() {
        start(8, 8, server -> server.handle(ASK, blocking()).handle(OTHER, text -> text));
        BytePeer peer = fixture.connect();
        for (int i = 0; i < 4; i++) {
            peer.send(request("ask", i));
        }
        expectBusy(peer, "ask", 5);
        expectBusy(fixture.connect(), "ask", 6);
        for (int i = 10; i < 30; i++) {
            assertThat(peer.exchange(request("other", i))).isEqualTo(answer("other", i));
        }
    }

    /** A client could else have more than its part by inventing topics. */
    @Test
    void patternOfAHandlerIsOneTopicWhateverTheClientWrites() {
        start(
                4,
                4,
                server -> server.handle("jobs.#", (message, call) -> blocking().handle("x")));
        BytePeer peer = fixture.connect();
        peer.send(request("jobs.a", 1)).send(request("jobs.b", 2));
        expectBusy(peer, "jobs.c", 3);
    }

    @Test
    void topicOfASubscriberIsBoundedToo() {
        start(4, 4, server -> {});
        fixture.connect().subscribe("request", "#");
        BytePeer caller = fixture.connect();
        caller.send(request("slow", 1)).send(request("SLOW", 2));
        expectBusy(caller, "slow", 3);
        caller.send(request("quick", 4));
        caller.ping();
    }

    @Test
    void blockingHandlerKeepsItsPlaceAfterItsRequestHasTimedOut() {
        start(2, 2, server -> server.handle(ASK, blocking()));
        BytePeer peer = fixture.connect();
        assertThat(peer.exchange("request:ask:1.0.0:" + id(1) + "::3000\n\"x\""))
                .contains("\"TIMEOUT\"");
        expectBusy(peer, "ask", 2);
        go.release(2);
        assertThat(peer.exchange("request:system.topic.list:1.0.0:" + id(3) + "\n{}"))
                .contains("topics");
    }

    /** Whoever has an answer may ask again at once: its place must not be held by a handler that has returned. */
    @Test
    void placeIsFreeWhenTheAnswerArrives() {
        start(2, 100, server -> server.handle(ASK, text -> text));
        BytePeer peer = fixture.connect();
        for (int i = 0; i < 500; i++) {
            assertThat(peer.exchange(request("ask", i))).isEqualTo(answer("ask", i));
        }
    }

    @Test
    void placeOfAForwardedRequestIsFreeWhenTheAnswerArrives() {
        start(2, 100, server -> {});
        BytePeer target = fixture.connect().subscribe("request", "far");
        BytePeer peer = fixture.connect();
        for (int i = 0; i < 500; i++) {
            peer.send(request("far", i));
            target.send("response:far:1.0.0:" + idOf(target.receive()) + "\n\"far" + i + "\"");
            assertThat(peer.receive()).isEqualTo(answer("far", i));
        }
    }

    /** Row P12 of the faults: whatever becomes of them, each is answered once, and nothing is left behind. */
    @Test
    @Tag("feature-96")
    void stormBeyondTheLimitIsAnsweredOnceEach() throws Exception {
        int storm = 10_000;
        start(16, 16, server -> server.handle(ASK, text -> text).handle(OTHER, text -> text));
        BytePeer peer = fixture.connect();
        Thread sender = new Thread(() -> {
            for (int i = 0; i < storm; i++) {
                peer.send(request(i % 2 == 0 ? "ask" : "other", i));
            }
        });
        sender.start();
        BitSet answered = new BitSet(storm);
        for (int i = 0; i < storm; i++) {
            String answer = peer.receive();
            int number = (int) UUID.fromString(idOf(answer)).getLeastSignificantBits();
            assertThat(answer).matches(text -> text.contains("BUSY") || text.endsWith(number + "\""));
            assertThat(answered.get(number)).as("answered before: %s", answer).isFalse();
            answered.set(number);
        }
        sender.join();
        assertThat(answered.cardinality()).isEqualTo(storm);
        peer.ping();
        await().until(() -> fixture.server().stats().broker().requestsInFlight() == 0);
    }
}
