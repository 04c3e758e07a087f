package io.trunkline.client;

import io.trunkline.ClosedException;
import io.trunkline.Payload;
import io.trunkline.Route;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** F34 and F35 of the faults: callbacks call their own client, block, throw, subscribe and close it. */
class CallbackIT {
    private static final String OUTER = "request:outer:1.0.0:00000000-0000-4000-8000-000000000001";

    @AfterEach
    void noThreadIsLeft() {
        LeftThreads.assertNone();
    }

    @Test
    void aReceiverThatBlocksForEverKeepsNobodyElseFromReceivingAndAsking() throws InterruptedException {
        CountDownLatch release = new CountDownLatch(1);
        CountDownLatch stuck = new CountDownLatch(1);
        CompletableFuture<String> asked = new CompletableFuture<>();
        try (Connected it = Connected.plain()) {
            it.subscribed(() -> it.client.subscribe("stuck", event -> {
                stuck.countDown();
                release.await();
            }));
            it.subscribed(() -> it.client.subscribe(
                    "asks", event -> asked.complete(it.client.request("echo", 1).text())));
            it.broker.send("publish:stuck:1.0.0", "1");
            stuck.await();
            it.broker.send("publish:asks:1.0.0", "1");
            it.broker.answer(it.broker.takeTopic("echo"), "\"answered\"");
            assertThat(asked.join()).isEqualTo("\"answered\"");
            release.countDown();
        }
    }

    @Test
    void aReceiverMaySubscribeAndWaitForTheAcknowledgement() {
        CompletableFuture<String> received = new CompletableFuture<>();
        try (Connected it = Connected.plain()) {
            it.subscribed(() -> it.client.subscribe(
                    "first",
                    event -> it.client.subscribe(
                            "second", later -> received.complete(later.payload().text()))));
            it.broker.send("publish:first:1.0.0", "1");
            it.acknowledgeSubscribe();
            it.broker.send("publish:second:1.0.0", "2");
            assertThat(received.join()).isEqualTo("2");
        }
    }

    @Test
    void aStageOnTheLoopMayAskWithoutBlockingAndIsToldIfItWouldBlock() {
        try (Connected it = Connected.plain()) {
            CompletableFuture<Payload> chained =
                    it.client.requestAsync("first", 1).thenCompose(answer -> it.client.requestAsync("second", answer));
            it.broker.answer(it.broker.takeTopic("first"), "1");
            it.broker.answer(it.broker.takeTopic("second"), "2");
            assertThat(chained.join().text()).isEqualTo("2");
            CompletableFuture<Object> blocking = it.client
                    .requestAsync("third", 1)
                    .thenApply(answer -> {
                        it.client.request("fourth", 1);
                        return 0;
                    });
            CompletableFuture<Object> waiting = it.client
                    .requestAsync("third", 1)
                    .thenApply(answer -> {
                        it.client.awaitClosed();
                        return 0;
                    });
            it.broker.answer(it.broker.takeTopic("third"), "3");
            it.broker.answer(it.broker.takeTopic("third"), "3");
            assertThat(RequestIT.failure(blocking, IllegalStateException.class))
                    .hasMessageContaining("request() would block trunkline-loop")
                    .hasMessageContaining("requestAsync");
            assertThat(RequestIT.failure(waiting, IllegalStateException.class))
                    .hasMessageContaining("awaitClosed() would block trunkline-loop");
        }
    }

    @Test
    void aStageThatThrowsHurtsNobodyElse() {
        try (Connected it = Connected.plain()) {
            CompletableFuture<Object> thrown = it.client
                    .requestAsync("first", 1)
                    .thenApply(answer -> {
                        throw new IllegalStateException("from a stage");
                    });
            CompletableFuture<Payload> other = it.client.requestAsync("second", 1);
            it.broker.answer(it.broker.takeTopic("first"), "1").answer(it.broker.takeTopic("second"), "2");
            RequestIT.failure(thrown, IllegalStateException.class);
            assertThat(other.join().text()).isEqualTo("2");
        }
    }

    @Test
    void aStageMayCloseItsClientAndTheOthersAreAnswered() {
        try (Connected it = Connected.plain()) {
            CompletableFuture<Payload> other = it.client.requestAsync("second", 1);
            CompletableFuture<Void> closed = it.client.requestAsync("first", 1).thenAccept(answer -> it.client.close());
            PeerSession.Seen second = it.broker.takeTopic("second");
            it.broker.answer(it.broker.takeTopic("first"), "1");
            closed.join();
            RequestIT.failure(it.client.requestAsync("third", 1), ClosedException.class);
            it.broker.answer(second, "2");
            assertThat(other.join().text()).isEqualTo("2");
            assertThat(it.broker.atEnd()).isTrue();
        }
    }

    @Test
    void aReceiverMayCloseItsClientAndGoOn() {
        CompletableFuture<ClientState> after = new CompletableFuture<>();
        try (Connected it = Connected.plain()) {
            it.subscribed(() -> it.client.subscribe("last", event -> {
                it.client.close();
                after.complete(it.client.state());
            }));
            it.broker.send("publish:last:1.0.0", "1");
            assertThat(after.join()).isIn(ClientState.DRAINING, ClientState.CLOSED);
            assertThat(it.broker.atEnd()).isTrue();
        }
    }

    @Test
    void anObserverMayCloseItsClientAndThrow() {
        CompletableFuture<TrunklineClient> made = new CompletableFuture<>();
        ClientObserver closing = new ClientObserver() {
            @Override
            public void onState(ClientState from, ClientState to) {
                if (to == ClientState.READY) {
                    made.join().close();
                    throw new IllegalStateException("from an observer");
                }
            }
        };
        try (ScriptedPeer peer = ScriptedPeer.envelope()) {
            TrunklineClient client = TrunklineClient.start(ClientOptions.builder()
                    .endpoint("127.0.0.1", peer.port())
                    .observer(closing)
                    .build());
            made.complete(client);
            PeerSession broker = peer.accept().greetWithoutHello();
            assertThat(broker.atEnd()).isTrue();
            broker.close();
            client.awaitClosed();
            assertThat(client.state()).isEqualTo(ClientState.CLOSED);
        }
    }

    @Test
    void aHandlerMayAskTheClientThatServesIt() {
        Route<String, String> outer = Route.of("outer", String.class, String.class);
        try (Connected it = Connected.plain()) {
            it.subscribed(() -> it.client.serve(
                    outer, text -> it.client.request("inner", text).text()));
            it.broker.send(OUTER, "\"x\"");
            it.broker.answer(it.broker.takeTopic("inner"), "7");
            PeerSession.Seen answer = it.broker.takeTopic("outer");
            assertThat(answer.text()).isEqualTo("\"7\"");
        }
    }

    @Test
    void aHandlerMayCloseTheClientThatServesItAndItsAnswerStillLeaves() {
        Route<String, String> outer = Route.of("outer", String.class, String.class);
        try (Connected it = Connected.plain()) {
            it.subscribed(() -> it.client.serve(outer, text -> {
                it.client.close();
                return "closed";
            }));
            it.broker.send(OUTER, "\"x\"");
            assertThat(it.broker.takeTopic("outer").text()).isEqualTo("\"closed\"");
            assertThat(it.broker.atEnd()).isTrue();
            it.broker.close();
            await().until(() -> it.client.state() == ClientState.CLOSED);
        }
    }
}
