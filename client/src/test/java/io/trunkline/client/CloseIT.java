package io.trunkline.client;

import io.trunkline.ClosedException;
import io.trunkline.Payload;
import io.trunkline.TrunklineException;
import io.trunkline.transport.TrunklineRuntime;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class CloseIT {
    @AfterEach
    void noThreadIsLeft() {
        LeftThreads.assertNone();
    }

    @Test
    void closeWaitsForWhatIsInFlightAndRefusesWhatIsNew() throws InterruptedException {
        try (Connected it = Connected.plain()) {
            CompletableFuture<Payload> answer = it.client.requestAsync("echo", 1);
            PeerSession.Seen request = it.broker.take();
            Thread closing = new Thread(it.client::close, "closing");
            closing.start();
            while (it.client.state() == ClientState.READY) {
                Thread.onSpinWait();
            }
            assertThat(it.client.state()).isEqualTo(ClientState.DRAINING);
            assertThatThrownBy(() -> it.client.request("echo", 2)).isInstanceOf(ClosedException.class);
            assertThatThrownBy(() -> it.client.subscribe("a.b", m -> {})).isInstanceOf(ClosedException.class);
            it.broker.answer(request, "\"answered\"");
            assertThat(answer.join().text()).isEqualTo("\"answered\"");
            assertThat(it.broker.atEnd()).isTrue();
            it.broker.close();
            closing.join();
            assertThat(it.client.state()).isEqualTo(ClientState.CLOSED);
        }
    }

    @RepeatedTest(200)
    void whoSeesItDrainIsRefused() throws InterruptedException {
        try (Connected it = Connected.plain()) {
            CompletableFuture<Payload> answer = it.client.requestAsync("echo", 1);
            PeerSession.Seen request = it.broker.take();
            Thread closing = new Thread(it.client::close, "closing");
            closing.start();
            while (it.client.state() == ClientState.READY) {
                Thread.onSpinWait();
            }
            CompletableFuture<Payload> late = it.client.requestAsync("echo", 2);
            assertThat(late).isCompletedExceptionally();
            RequestIT.failure(late, ClosedException.class);
            it.broker.answer(request, "\"answered\"");
            answer.join();
            assertThat(it.broker.atEnd()).isTrue();
            it.broker.close();
            closing.join();
        }
    }

    @Test
    void whatWasPublishedBeforeCloseLeaves() {
        try (Connected it = Connected.plain()) {
            for (int i = 0; i < 100; i++) {
                it.client.publish("events.x", i);
            }
            CompletableFuture<Void> closing = CompletableFuture.runAsync(it.client::close);
            for (int i = 0; i < 100; i++) {
                assertThat(it.broker.take().text()).isEqualTo("" + i);
            }
            assertThat(it.broker.atEnd()).isTrue();
            it.broker.close();
            closing.join();
        }
    }

    @Test
    void closeWaitsUntilReceivedEventsAreHandled() throws InterruptedException {
        CountDownLatch holding = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        AtomicInteger handled = new AtomicInteger();
        try (Connected it = Connected.plain()) {
            it.subscribed(() -> it.client.subscribe("a.b", m -> {
                holding.countDown();
                release.await();
                handled.incrementAndGet();
            }));
            it.broker
                    .send("publish:a.b:1.0.0", "1")
                    .send("publish:a.b:1.0.0", "2")
                    .send("publish:a.b:1.0.0", "3");
            holding.await();
            CompletableFuture<Payload> after = it.client.requestAsync("echo", 1);
            it.broker.answer(it.broker.take(), "1");
            after.join();
            CompletableFuture<Void> closing = CompletableFuture.runAsync(it.client::close);
            assertThat(it.broker.atEnd()).isTrue();
            it.broker.close();
            assertThat(closing).isNotDone();
            release.countDown();
            closing.join();
            assertThat(handled).hasValue(3);
        }
    }

    @Test
    void aReceiverMayCloseItsClient() {
        CompletableFuture<ClientState> afterClose = new CompletableFuture<>();
        try (Connected it = Connected.plain()) {
            it.subscribed(() -> it.client.subscribe("a.b", m -> {
                it.client.close();
                afterClose.complete(it.client.state());
            }));
            it.broker.send("publish:a.b:1.0.0", "1");
            assertThat(afterClose.join()).isIn(ClientState.DRAINING, ClientState.CLOSED);
            it.broker.close();
            it.client.awaitClosed();
        }
    }

    @Test
    void aStageOnTheLoopMayCloseItsClient() {
        try (Connected it = Connected.plain()) {
            CompletableFuture<Void> closed = it.client.requestAsync("echo", 1).thenAccept(p -> it.client.close());
            it.broker.answer(it.broker.take(), "1");
            closed.join();
            assertThat(it.broker.atEnd()).isTrue();
            it.broker.close();
            it.client.awaitClosed();
        }
    }

    @Test
    void aStageOnAWorkerMayCloseItsClient() {
        try (Connected it = Connected.plain()) {
            CompletableFuture<Boolean> closed = it.client
                    .requestAsync("echo", 1)
                    .thenApplyAsync(p -> {
                        it.client.close();
                        return Thread.interrupted();
                    });
            it.broker.answer(it.broker.take(), "1");
            assertThat(closed.join()).as("returned without waiting for itself").isFalse();
            assertThat(it.broker.atEnd()).isTrue();
            it.broker.close();
            it.client.awaitClosed();
        }
    }

    @Test
    void closingTwiceAndAfterALossIsHarmless() {
        try (Connected it = Connected.plain()) {
            it.broker.close();
            it.client.awaitClosed();
            it.client.close();
            it.client.close();
            it.client.closeNow();
            assertThat(it.client.state()).isEqualTo(ClientState.CLOSED);
        }
    }

    @Test
    void anInterruptedCloseClosesAtOnceAndKeepsTheFlag() {
        try (Connected it = Connected.plain()) {
            CompletableFuture<Payload> answer = it.client.requestAsync("echo", 1);
            it.broker.take();
            CompletableFuture<Boolean> flag = CompletableFuture.supplyAsync(() -> {
                Thread.currentThread().interrupt();
                it.client.close();
                return Thread.interrupted();
            });
            assertThat(flag.join()).isTrue();
            RequestIT.failure(answer, ClosedException.class);
        }
    }

    @Test
    void aRuntimeOfTheUsersOutlivesTheClient() {
        try (TrunklineRuntime runtime = TrunklineRuntime.create()) {
            for (int i = 0; i < 3; i++) {
                try (Connected it = Connected.with(options -> options.runtime(runtime))) {
                    CompletableFuture<Payload> answer = it.client.requestAsync("echo", i);
                    it.broker.answer(it.broker.take(), "1");
                    answer.join();
                }
            }
        }
    }

    @Test
    void aClientWhoseRuntimeEndsUnderItIsReleasedThoughEventsWait() throws Exception {
        CountDownLatch holding = new CountDownLatch(1);
        CountDownLatch never = new CountDownLatch(1);
        TrunklineRuntime runtime = TrunklineRuntime.create();
        try (Connected it = Connected.with(options -> options.runtime(runtime))) {
            it.subscribed(() -> it.client.subscribe("a.b", m -> {
                holding.countDown();
                never.await();
            }));
            for (int i = 0; i < 300; i++) {
                it.broker.send("publish:a.b:1.0.0", "1");
            }
            holding.await();
            CompletableFuture<Payload> after = it.client.requestAsync("echo", 1);
            it.broker.answer(it.broker.take(), "1");
            after.join();
            runtime.close();
            CompletableFuture.runAsync(it.client::close).get(ScriptedPeer.PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
            assertThat(it.client.state()).isEqualTo(ClientState.CLOSED);
        } finally {
            runtime.close();
        }
    }

    @ParameterizedTest(name = "round {0}")
    @ValueSource(ints = {1, 2, 3, 4, 5})
    void requestsThatRaceWithCloseEndExactlyOnce(int round) throws InterruptedException {
        try (Connected it = Connected.plain()) {
            AtomicInteger ended = new AtomicInteger();
            AtomicInteger started = new AtomicInteger();
            CountDownLatch running = new CountDownLatch(4);
            List<Thread> callers = new ArrayList<>();
            for (int c = 0; c < 4; c++) {
                Thread caller = new Thread(() -> {
                    running.countDown();
                    boolean open = true;
                    while (open) {
                        started.incrementAndGet();
                        try {
                            it.client.request("echo", 1);
                        } catch (TrunklineException e) {
                            open = false;
                        } finally {
                            ended.incrementAndGet();
                        }
                    }
                });
                callers.add(caller);
                caller.start();
            }
            running.await();
            for (int i = 0; i < 40 * round; i++) {
                it.broker.answer(it.broker.take(), "1");
            }
            if (round % 2 == 0) {
                it.client.closeNow();
            } else {
                it.broker.reset();
            }
            for (Thread caller : callers) {
                caller.join();
            }
            assertThat(ended.get()).isEqualTo(started.get());
        }
    }
}
