package io.trunkline.transport.internal;

import io.trunkline.transport.TrunklineRuntime;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

@Timeout(60)
class RuntimeIT {
    @Test
    void closeEndsEveryThreadAndConnection() throws Exception {
        TrunklineRuntime runtime = TrunklineRuntime.builder().loops(2).build();
        RuntimeCore core = RuntimeCore.of(runtime);
        RecordingLogic logic = new RecordingLogic();
        Acceptor acceptor = Acceptor.bind(core, SocketRig.loopback(0), ConnectionSettings.DEFAULT, () -> logic);
        try (Socket peer = SocketRig.plain(acceptor)) {
            await().atMost(SocketRig.PATIENCE).until(() -> logic.events.contains("open"));
            core.blocking().execute(() -> {});
            core.workers().execute(() -> {});
            runtime.close();
            runtime.close();

            assertThat(peer.getInputStream().read()).isEqualTo(-1);
        }
        assertThat(logic.events).contains("close SHUTDOWN");
        assertThat(acceptor.closed().toCompletableFuture()).isCompleted();
        SocketRig.awaitNoThreads();
    }

    @Test
    void aStartThatFailsHalfwayLeavesNoLoopBehind() {
        List<EventLoop> made = new ArrayList<>();
        assertThatThrownBy(() -> RuntimeCore.start(new RuntimeSettings(3, null, Ticker.SYSTEM, false), name -> {
                    if (made.size() == 2) {
                        throw new UncheckedIOException(new IOException("Too many open files"));
                    }
                    EventLoop loop = new EventLoop(name, Ticker.SYSTEM);
                    made.add(loop);
                    return loop;
                }))
                .hasRootCauseMessage("Too many open files");

        assertThat(made).hasSize(2).allMatch(EventLoop::isEnded);
        SocketRig.awaitNoThreads();
    }

    @Test
    void handlerThatBlocksIsInterrupted() throws Exception {
        RuntimeCore core = RuntimeCore.start(1, null, Ticker.SYSTEM, false);
        CountDownLatch blocked = new CountDownLatch(1);
        CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
        core.workers().execute(() -> {
            blocked.countDown();
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                interrupted.complete(true);
            }
        });
        assertThat(blocked.await(20, TimeUnit.SECONDS)).isTrue();
        core.close();

        assertThat(interrupted.get(20, TimeUnit.SECONDS)).isTrue();
        SocketRig.awaitNoThreads();
    }

    @Test
    void closeOnAThreadOfItsOwnDoesNotWaitForItself() throws Exception {
        RuntimeCore core = RuntimeCore.start(1, null, Ticker.SYSTEM, false);
        CompletableFuture<Void> returned = new CompletableFuture<>();
        core.nextLoop().execute(() -> {
            core.close();
            returned.complete(null);
        });
        returned.get(20, TimeUnit.SECONDS);

        SocketRig.awaitNoThreads();
    }

    @Test
    void usersWorkersAreUsedAndLeftRunning() throws Exception {
        ExecutorService own = Workers.bounded(true);
        try (TrunklineRuntime runtime =
                TrunklineRuntime.builder().loops(1).workers(own).build()) {
            assertThat(RuntimeCore.of(runtime).workers()).isSameAs(own);
        }
        assertThat(own.isShutdown()).isFalse();
        own.shutdown();
        assertThat(own.awaitTermination(20, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void sharedRuntimeLivesFromItsFirstUserToItsLast() {
        SharedRuntime.Lease first = SharedRuntime.acquire();
        SharedRuntime.Lease second = SharedRuntime.acquire();
        assertThat(second.core()).isSameAs(first.core());
        first.close();
        first.close();
        assertThat(second.core().isClosed()).isFalse();
        second.close();
        assertThat(second.core().isClosed()).isTrue();
        SocketRig.awaitNoThreads();

        SharedRuntime.Lease third = SharedRuntime.acquire();
        assertThat(third.core()).isNotSameAs(first.core());
        third.close();
    }

    @Test
    void boundedWorkersRunAndQueueSoManyAndRejectTheNext() throws Exception {
        ExecutorService workers = Workers.bounded(true);
        CountDownLatch release = new CountDownLatch(1);
        for (int i = 0; i < Workers.MAX_WORKERS + Workers.QUEUE; i++) {
            workers.execute(() -> {
                try {
                    release.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
        }
        assertThatThrownBy(() -> workers.execute(() -> {})).isInstanceOf(RejectedExecutionException.class);
        release.countDown();
        workers.shutdown();
        assertThat(workers.awaitTermination(20, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    @Tag("feature-170")
    void virtualThreadsAreUsedWhereTheJdkHasThem() throws Exception {
        ExecutorService virtual = Workers.virtualThreads();
        assertThat(virtual != null).isEqualTo(Runtime.version().feature() >= 21);
        if (virtual != null) {
            assertThat(virtual.submit(() -> Thread.currentThread().getName()).get())
                    .startsWith("trunkline-worker-");
            virtual.shutdown();
        }
    }

    @Test
    void blockingCallOnALoopIsRefusedByName() throws Exception {
        RuntimeCore core = RuntimeCore.start(1, null, Ticker.SYSTEM, false);
        CompletableFuture<Void> refused =
                CompletableFuture.runAsync(() -> Blocking.assertNotOnLoop("request"), core.nextLoop());
        assertThatThrownBy(() -> refused.get(20, TimeUnit.SECONDS))
                .hasRootCauseInstanceOf(IllegalStateException.class)
                .hasMessageContaining("request() would block trunkline-loop-")
                .hasMessageContaining("use requestAsync, or thenApplyAsync to leave the loop");
        Blocking.assertNotOnLoop("request");
        core.close();
    }

    /** Covers the watchdog of faults.md P21 and F30. */
    @Test
    void callThatHoldsALoopIsCountedByTheWatchdog() throws Exception {
        try (RuntimeCore core = RuntimeCore.start(1, null, Ticker.SYSTEM, false)) {
            CountDownLatch release = new CountDownLatch(1);
            core.nextLoop().execute(() -> {
                try {
                    release.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
            await().atMost(SocketRig.PATIENCE).until(() -> core.loopHolds() == 1);
            release.countDown();
        }
        SocketRig.awaitNoThreads();
    }

    @Test
    void loopsThatSpinServeAsOthersDo() throws Exception {
        try (TrunklineRuntime runtime =
                TrunklineRuntime.builder().loops(1).spin(Duration.ofMillis(1)).build()) {
            RecordingLogic logic = new RecordingLogic();
            Acceptor acceptor = Acceptor.bind(
                    RuntimeCore.of(runtime), SocketRig.loopback(0), ConnectionSettings.DEFAULT, () -> logic);
            try (Socket peer = SocketRig.plain(acceptor)) {
                peer.getOutputStream().write('x');
                await().atMost(SocketRig.PATIENCE).until(() -> logic.events.contains("bytes x"));
            }
        }
        SocketRig.awaitNoThreads();
    }

    @Test
    void spinHasToBeShort() {
        TrunklineRuntime.Builder builder = TrunklineRuntime.builder();
        for (Duration wrong : List.of(Duration.ZERO, Duration.ofNanos(-1), Duration.ofNanos(1_000_001))) {
            assertThatThrownBy(() -> builder.spin(wrong))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("spin");
        }
        builder.spin(Duration.ofNanos(1)).spin(Duration.ofMillis(1));
    }
}
