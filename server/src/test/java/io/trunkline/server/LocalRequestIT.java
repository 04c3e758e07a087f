package io.trunkline.server;

import io.trunkline.ErrorCode;
import io.trunkline.ReplyException;
import io.trunkline.Route;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static io.trunkline.server.Ids.id;
import static io.trunkline.server.Ids.payloadOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class LocalRequestIT {
    private static final Route<String, String> ASK = Route.of("ask", String.class, String.class);

    @RegisterExtension
    final ServerFixture fixture = new ServerFixture();

    private static String ask(int number, String json) {
        return "request:ask:1.0.0:" + id(number) + "::60000\n" + json;
    }

    private static String answer(int number) {
        return "response:ask:1.0.0:" + id(number) + "\n";
    }

    private BytePeer serve(io.trunkline.Handler<String, String> handler) {
        fixture.start(server -> server.listen(0).handle(ASK, handler));
        return fixture.connect();
    }

    @Tag("feature-36")
    @Test
    void ownRefusalReachesTheCallerWithItsDetails() {
        BytePeer peer = serve(text -> {
            throw new ReplyException(ErrorCode.of("TEAPOT"), "short and stout", Map.of("spout", 1));
        });
        assertThat(peer.exchange(ask(1, "\"x\"")))
                .startsWith(
                        answer(1) + "{\"error\":{\"code\":\"TEAPOT\",\"message\":\"short and stout\",\"timestamp\":\"")
                .endsWith("\"details\":{\"spout\":1}}}");
    }

    @Test
    void refusalOfSomebodyElseIsAnInternalErrorUnlessForwarded() {
        ReplyException received = ReplyException.received(ErrorCode.UNAUTHORIZED, "who are you", Map.of());
        BytePeer peer = serve(text -> {
            throw text.equals("forward") ? received.forward() : received;
        });
        assertThat(peer.exchange(ask(1, "\"x\"")))
                .contains("\"INTERNAL_ERROR\"")
                .doesNotContain("who are you");
        assertThat(peer.exchange(ask(2, "\"forward\"")))
                .contains("\"UNAUTHORIZED\"")
                .contains("who are you");
    }

    /** Row F29 of the faults. */
    @Tag("feature-98")
    @Test
    void failuresOfHandlersTellNothingAndHarmNothing() {
        BytePeer peer = serve(text -> switch (text) {
            case "null" -> nothing();
            case "deep" -> recurse(text);
            case "linkage" -> throw new NoClassDefFoundError("secret/Name");
            default -> throw new IllegalStateException("secret");
        });
        for (String json : List.of("\"null\"", "\"deep\"", "\"linkage\"", "\"throw\"")) {
            assertThat(peer.exchange(ask(1, json)))
                    .as(json)
                    .startsWith(answer(1) + "{\"error\":{\"code\":\"INTERNAL_ERROR\"")
                    .doesNotContain("secret");
        }
    }

    @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals"})
    private static String nothing() {
        return null;
    }

    @SuppressWarnings("InfiniteRecursion")
    private static String recurse(String text) {
        return recurse(text + "x") + "y";
    }

    @Test
    void payloadThatDoesNotBindIsRefusedBeforeTheHandlerRuns() {
        AtomicBoolean called = new AtomicBoolean();
        BytePeer peer = serve(text -> {
            called.set(true);
            return text;
        });
        assertThat(peer.exchange(ask(1, "{\"a\":1}")))
                .contains("\"INVALID_REQUEST\"")
                .contains("\"executed\":\"no\"");
        assertThat(peer.exchange(ask(2, "\"")))
                .contains("\"MALFORMED_MESSAGE\"")
                .contains("MALFORMED_JSON");
        assertThat(called).isFalse();
    }

    @Tag("feature-91")
    @Test
    void otherMajorVersionIsRefusedWithTheSupportedOnes() {
        fixture.start(server -> server.listen(0)
                .handle(ASK.version("2.1.0"), text -> "two")
                .handle(ASK.version("0.3.0"), text -> "nought"));
        BytePeer peer = fixture.connect();
        assertThat(payloadOf(peer.exchange("request:ask:2.9.9:" + id(1) + "\n\"x\"")))
                .isEqualTo("\"two\"");
        assertThat(payloadOf(peer.exchange("request:ask:0.3.7:" + id(1) + "\n\"x\"")))
                .isEqualTo("\"nought\"");
        assertThat(peer.exchange("request:ask:0.4.0:" + id(1) + "\n\"x\""))
                .contains("\"VERSION_NOT_SUPPORTED\"")
                .contains("\"supported\":[\"0.3.0\",\"2.1.0\"]");
    }

    @Test
    void requestsWithIdsRunConcurrentlyAndAnswerInAnyOrder() {
        CountDownLatch second = new CountDownLatch(1);
        BytePeer peer = serve(text -> {
            if (text.equals("first")) {
                second.await();
            }
            return text;
        });
        peer.send(ask(1, "\"first\"")).send(ask(2, "\"second\""));
        assertThat(peer.receive()).isEqualTo(answer(2) + "\"second\"");
        second.countDown();
        assertThat(peer.receive()).isEqualTo(answer(1) + "\"first\"");
    }

    @Test
    void orderedListenerAnswersOneAfterTheOther() {
        List<String> log = new CopyOnWriteArrayList<>();
        fixture.start(server -> server.listen(
                        ListenOptions.builder().port(0).ordered().build())
                .handle(ASK, text -> {
                    log.add("in " + text);
                    log.add("out " + text);
                    return text;
                }));
        BytePeer peer = fixture.connect();
        for (int i = 0; i < 20; i++) {
            peer.send(ask(i, "\"" + i + "\""));
        }
        for (int i = 0; i < 20; i++) {
            assertThat(peer.receive()).isEqualTo(answer(i) + "\"" + i + "\"");
            assertThat(log).containsSequence("in " + i, "out " + i);
        }
    }

    @Test
    void requestsWithoutAnIdRunInOrderAndAreNeverAnswered() {
        List<String> log = new CopyOnWriteArrayList<>();
        BytePeer peer = serve(text -> {
            log.add(text);
            if (text.equals("3")) {
                throw new IllegalStateException("no answer for this either");
            }
            return text;
        });
        for (int i = 0; i < 50; i++) {
            peer.send("request:ask:1.0.0\n\"" + i + "\"");
        }
        peer.send("request:ask:9.0.0\n\"x\"").send("request:nobody:1.0.0\n{}");
        peer.ping();
        await().until(() -> log.size() == 50);
        for (int i = 0; i < 50; i++) {
            assertThat(log.get(i)).isEqualTo(String.valueOf(i));
        }
        peer.ping();
    }

    /** Row 49 of the faults. */
    @Test
    void secondRequestWithAnIdInFlightIsRefusedAndTheFirstUnharmed() {
        CountDownLatch go = new CountDownLatch(1);
        BytePeer peer = serve(text -> {
            go.await();
            return text;
        });
        peer.send(ask(1, "\"a\""));
        assertThat(peer.exchange(ask(1, "\"b\"")))
                .startsWith("response:error:1.0.0\n{\"error\":{\"code\":\"INVALID_REQUEST\"")
                .contains("\"requestId\":\"" + id(1) + "\"");
        go.countDown();
        assertThat(peer.receive()).isEqualTo(answer(1) + "\"a\"");
        assertThat(peer.exchange(ask(1, "\"again\""))).isEqualTo(answer(1) + "\"again\"");
    }

    /** Row 49 of the faults. */
    @Test
    void thirdRequestWithAnIdInFlightEndsTheConnection() {
        CountDownLatch go = new CountDownLatch(1);
        BytePeer peer = serve(text -> {
            go.await();
            return text;
        });
        peer.send(ask(1, "\"a\"")).send(ask(1, "\"b\"")).send(ask(1, "\"c\""));
        assertThat(peer.receive()).contains("\"requestId\":\"" + id(1) + "\"");
        assertThat(peer.receive()).contains("\"requestId\":\"" + id(1) + "\"");
        peer.expectClosed();
        go.countDown();
    }

    /** Row F33 of the faults. */
    @Tag("feature-96")
    @Test
    void fullWorkersMeanBusy() {
        CountDownLatch go = new CountDownLatch(1);
        ExecutorService workers = new ThreadPoolExecutor(1, 1, 1, TimeUnit.MINUTES, new SynchronousQueue<>());
        try {
            fixture.start(server -> server.listen(0)
                    .options(ServerOptions.builder().workers(workers).build())
                    .handle(ASK, text -> {
                        go.await();
                        return text;
                    }));
            BytePeer peer = fixture.connect();
            peer.send(ask(1, "\"a\""));
            assertThat(peer.exchange(ask(2, "\"b\""))).startsWith(answer(2)).contains("\"BUSY\"");
            go.countDown();
            assertThat(peer.receive()).isEqualTo(answer(1) + "\"a\"");
        } finally {
            go.countDown();
            workers.shutdownNow();
        }
    }

    @Tag("feature-97")
    @Test
    void requestThatTakesTooLongIsTimedOutOnceAndItsHandlerTold() throws Exception {
        CountDownLatch cancelled = new CountDownLatch(1);
        AtomicReference<Boolean> seen = new AtomicReference<>();
        fixture.start(server -> server.listen(0).handle(ASK, (text, call) -> {
            call.onCancel(cancelled::countDown);
            cancelled.await();
            seen.set(call.isCancelled() && call.remaining().equals(Duration.ZERO));
            return text;
        }));
        BytePeer peer = fixture.connect();
        // Long enough for a worker to begin: a handler that has not been called is told nothing.
        assertThat(peer.exchange("request:ask:1.0.0:" + id(1) + "::3000\n\"x\""))
                .startsWith(answer(1))
                .contains("\"TIMEOUT\"", "\"executed\":\"maybe\"");
        await().until(() -> Boolean.TRUE.equals(seen.get()));
        peer.ping();
    }

    @Test
    void callerThatHasEndedItsOutputIsLetGoAtTheTimeoutThoughTheHandlerGoesOn() {
        CountDownLatch go = new CountDownLatch(1);
        BytePeer peer = serve(text -> {
            go.await();
            return text;
        });
        peer.send("request:ask:1.0.0:" + id(1) + "::50\n\"x\"");
        peer.endOutput();
        assertThat(peer.receive()).startsWith(answer(1)).contains("\"TIMEOUT\"");
        peer.expectClosed();
        go.countDown();
    }

    @Test
    void handlerIsToldWhenItsCallerHasGone() throws Exception {
        CountDownLatch running = new CountDownLatch(1);
        CountDownLatch cancelled = new CountDownLatch(1);
        fixture.start(server -> server.listen(0).handle(ASK, (text, call) -> {
            call.onCancel(cancelled::countDown);
            running.countDown();
            cancelled.await();
            return text;
        }));
        BytePeer peer = fixture.connect();
        peer.send(ask(1, "\"x\""));
        running.await();
        peer.reset();
        assertThat(cancelled.await(20, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void callShowsTheMessageAndTheConnection() {
        fixture.start(server -> server.listen(0)
                .handle(
                        "ask.#",
                        (message, call) -> Map.of(
                                "topic", message.topic(),
                                "same", call.message().equals(message),
                                "id", message.requestId().orElseThrow().toString(),
                                "parent", message.parentId().orElseThrow().toString(),
                                "known",
                                        fixture.server()
                                                .connection(call.connectionId())
                                                .isPresent(),
                                "caller", call.caller().isPresent(),
                                "payload", message.payload().text())));
        BytePeer peer = fixture.connect();
        assertThat(payloadOf(peer.exchange("request:Ask.Me:1.0.0:" + id(1) + ":" + id(2) + "\nnot json")))
                .contains("\"topic\":\"Ask.Me\"", "\"same\":true", "\"id\":\"" + id(1) + "\"")
                .contains(
                        "\"parent\":\"" + id(2) + "\"",
                        "\"known\":true",
                        "\"caller\":false",
                        "\"payload\":\"not json\"");
    }

    @Test
    void asyncHandlerAnswersFromAnyThreadAndFailsLikeAnyOther() {
        AtomicReference<String> thread = new AtomicReference<>();
        fixture.start(server -> server.listen(0).handleAsync(ASK, (text, call) -> {
            thread.set(Thread.currentThread().getName());
            return switch (text) {
                case "later" -> CompletableFuture.supplyAsync(() -> "then");
                case "refused" -> CompletableFuture.failedFuture(new ReplyException(ErrorCode.FORBIDDEN, "not you"));
                default -> throw new IllegalStateException("now");
            };
        }));
        BytePeer peer = fixture.connect();
        assertThat(peer.exchange(ask(1, "\"later\""))).isEqualTo(answer(1) + "\"then\"");
        assertThat(thread.get()).startsWith("trunkline-loop-");
        assertThat(peer.exchange(ask(2, "\"refused\""))).contains("\"FORBIDDEN\"");
        assertThat(peer.exchange(ask(3, "\"x\""))).contains("\"INTERNAL_ERROR\"");
    }

    @Test
    void peerThatAsksAndDoesNotReadIsNotReadEitherAndLosesNothing() {
        fixture.start(
                server -> server.listen(0).handleAsync(ASK, (text, call) -> CompletableFuture.completedFuture(text)));
        BytePeer peer = fixture.connect();
        String json = "\"" + "x".repeat(32 * 1024) + "\"";
        // 32 MiB of answers: four times what may wait for a connection before it is cut.
        CompletableFuture<Void> asking = CompletableFuture.runAsync(() -> {
            for (int i = 0; i < 1_000; i++) {
                peer.send(ask(i, json));
            }
        });
        for (int i = 0; i < 1_000; i++) {
            assertThat(peer.receive()).isEqualTo(answer(i) + json);
            if (i == 0) {
                // The asker now fills whatever takes its bytes; it ends only if somebody reads.
                await().during(Duration.ofMillis(300)).until(() -> !asking.isDone());
            }
        }
        asking.join();
    }
}
