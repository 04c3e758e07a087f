package io.trunkline.server;

import io.trunkline.Route;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static io.trunkline.server.Ids.id;
import static io.trunkline.server.Ids.payloadOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Rows F31 and F32 of the faults: stages that never complete, complete late, twice or elsewhere. */
class AsyncHandlerIT {
    private static final Route<String, String> ASK = Route.of("ask", String.class, String.class);

    @RegisterExtension
    final ServerFixture fixture = new ServerFixture();

    private final List<CompletableFuture<String>> stages = new CopyOnWriteArrayList<>();

    private static String ask(int number, int timeout) {
        return "request:ask:1.0.0:" + id(number) + "::" + timeout + "\n\"" + number + "\"";
    }

    private void start(boolean ordered) {
        ListenOptions.Builder listen = ListenOptions.builder().port(0);
        ListenOptions options = ordered ? listen.ordered().build() : listen.build();
        fixture.start(server -> server.listen(options)
                .options(ServerOptions.builder()
                        .limits(ServerLimits.builder()
                                .requestsPerConnection(4)
                                .requests(4)
                                .build())
                        .build())
                .handleAsync(ASK, (text, call) -> {
                    CompletableFuture<String> stage = new CompletableFuture<>();
                    stages.add(stage);
                    return stage;
                }));
    }

    @Test
    void stageThatNeverCompletesKeepsNoSlotBeyondTheDeadline() {
        start(false);
        BytePeer peer = fixture.connect();
        for (int i = 0; i < 40; i++) {
            assertThat(peer.exchange(ask(i, 1)))
                    .startsWith("response:ask:1.0.0:" + id(i) + "\n")
                    .contains("\"TIMEOUT\"");
        }
        assertThat(stages).hasSize(40);
        stages.forEach(stage -> stage.complete("late"));
        peer.ping();
    }

    @Test
    void stageOfACallerThatHasGoneKeepsNoSlotAndIsTold() throws Exception {
        CountDownLatch cancelled = new CountDownLatch(4);
        fixture.start(server -> server.listen(0)
                .options(ServerOptions.builder()
                        .limits(ServerLimits.builder()
                                .requestsPerConnection(2)
                                .requests(2)
                                .build())
                        .build())
                .handleAsync(ASK, (text, call) -> {
                    call.onCancel(cancelled::countDown);
                    stages.add(new CompletableFuture<>());
                    return stages.get(stages.size() - 1);
                }));
        for (int i = 0; i < 4; i++) {
            BytePeer peer = fixture.connect();
            peer.send(ask(1, 3_600_000));
            int seen = i + 1;
            await().until(() -> stages.size() == seen);
            peer.reset();
            await().until(() -> cancelled.getCount() == 4 - seen);
        }
        assertThat(cancelled.await(20, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void firstAnswerWinsFromWhicheverThread() {
        start(false);
        BytePeer peer = fixture.connect();
        peer.send(ask(1, 60_000));
        await().until(() -> stages.size() == 1);
        stages.get(0).complete("first");
        stages.get(0).obtrudeValue("second");
        assertThat(payloadOf(peer.receive())).isEqualTo("\"first\"");
        peer.ping();
    }

    @Test
    void orderedListenerBeginsAStageWhenTheOneBeforeHasEnded() {
        start(true);
        BytePeer peer = fixture.connect();
        peer.send(ask(1, 20_000)).send(ask(2, 20_000));
        peer.ping();
        assertThat(stages).hasSize(1);
        stages.get(0).complete("one");
        assertThat(payloadOf(peer.receive())).isEqualTo("\"one\"");
        await().until(() -> stages.size() == 2);
        stages.get(1).complete("two");
        assertThat(payloadOf(peer.receive())).isEqualTo("\"two\"");
    }

    @Test
    void orderedListenerPassesOverWhatTimedOutWhileItWaited() {
        start(true);
        BytePeer peer = fixture.connect();
        peer.send(ask(1, 20_000)).send(ask(2, 1));
        assertThat(peer.receive()).startsWith("response:ask:1.0.0:" + id(2)).contains("\"TIMEOUT\"");
        peer.send("request:ask:1.0.0:" + id(3) + "::20000\n\"3\"");
        peer.ping();
        stages.get(0).complete("one");
        assertThat(payloadOf(peer.receive())).isEqualTo("\"one\"");
        await().until(() -> stages.size() == 2);
        stages.get(1).complete("three");
        assertThat(peer.receive()).isEqualTo("response:ask:1.0.0:" + id(3) + "\n\"three\"");
    }
}
