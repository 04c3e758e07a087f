package io.trunkline.transport.internal;

import io.trunkline.transport.manual.ManualLoop;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class WorkerRelayTest {
    private static final Duration LOOK = Duration.ofNanos(WorkerRelay.LOOK);

    private final ManualLoop loop = new ManualLoop();
    private final HeldWorkers workers = new HeldWorkers();
    private final WorkerRelay relay = new WorkerRelay(loop.loop(), workers, 2);
    private final List<String> ran = new ArrayList<>();

    @AfterEach
    void nothingIsLeftOnTheLoop() {
        loop.advance(Duration.ofSeconds(1));
        loop.close();
    }

    @Test
    void theTasksOfOneTurnWakeOneWorkerWhenItIsOver() {
        add("a", "b", "c");
        assertThat(workers.waiting).isEmpty();
        loop.turn();
        assertThat(workers.waiting).hasSize(1);
        workers.runNext();
        assertThat(ran).containsExactly("a", "b", "c");
    }

    @Test
    void sixteenTasksAreWorthAWakeUpBeforeTheTurnIsOver() {
        for (int i = 1; i < WorkerRelay.GATHERED; i++) {
            add("t");
        }
        assertThat(workers.waiting).isEmpty();
        add("t");
        assertThat(workers.waiting).hasSize(1);
        loop.turn();
        assertThat(workers.waiting).as("none for the same tasks").hasSize(1);
        workers.runNext();
        assertThat(ran).hasSize(WorkerRelay.GATHERED);
    }

    @Test
    void aTaskThatComesWhileOneIsRunNeedsNoOtherWorker() {
        relay.add(() -> add("behind"));
        loop.turn();
        workers.runNext();
        loop.turn();
        assertThat(ran).containsExactly("behind");
        assertThat(workers.waiting).isEmpty();
    }

    @Test
    void aTaskThatIsAddedAgainGoesBehindTheOthers() {
        Runnable twice = () -> ran.add("second");
        relay.add(() -> {
            ran.add("first");
            relay.addAgain(twice);
        });
        add("other");
        loop.turn();
        workers.runNext();
        assertThat(ran).containsExactly("first", "other", "second");
    }

    @Test
    void whatATaskThrowsCostsTheOthersNothing() {
        relay.add(() -> {
            throw new StackOverflowError("on purpose");
        });
        add("behind");
        loop.turn();
        workers.runNext();
        assertThat(ran).containsExactly("behind");
    }

    @Test
    void workersThatRejectAreAskedAgain() {
        workers.rejecting = true;
        add("late");
        loop.turn();
        workers.rejecting = false;
        loop.advance(Duration.ofNanos(WorkerRelay.RETRY));
        workers.runNext();
        assertThat(ran).containsExactly("late");
    }

    @Test
    void noMoreDrainsWaitForAWorkerThanOne() {
        add("a", "b");
        loop.turn();
        for (int i = 0; i < 50; i++) {
            loop.advance(LOOK);
        }
        assertThat(workers.waiting).hasSize(1);
        workers.runNext();
    }

    @Test
    void aTaskBehindOneThatBlocksGetsAnotherWorker() throws InterruptedException {
        CountDownLatch release = new CountDownLatch(1);
        relay.add(() -> awaitOrFail(release));
        loop.turn();
        Thread blocked = new Thread(workers.waiting.remove());
        blocked.start();
        Awaitility.await().until(() -> blocked.getState() == Thread.State.WAITING);
        add("behind");
        loop.turn();
        loop.advance(LOOK);
        loop.advance(LOOK);
        assertThat(workers.waiting).as("within two looks").hasSize(1);
        workers.runNext();
        assertThat(ran).containsExactly("behind");
        add("at once");
        loop.turn();
        workers.runNext();
        assertThat(ran).as("nobody counts on the one that blocks").containsExactly("behind", "at once");
        release.countDown();
        blocked.join();
    }

    @Test
    void aDrainThatWasTakenForStuckGoesOnWhenItsTaskReturns() throws InterruptedException {
        CountDownLatch release = new CountDownLatch(1);
        relay.add(() -> awaitOrFail(release));
        loop.turn();
        Thread blocked = new Thread(workers.waiting.remove());
        blocked.start();
        Awaitility.await().until(() -> blocked.getState() == Thread.State.WAITING);
        workers.rejecting = true;
        add("behind");
        for (int i = 0; i < 5; i++) {
            loop.advance(Duration.ofNanos(WorkerRelay.RETRY));
        }
        release.countDown();
        blocked.join();
        assertThat(ran).containsExactly("behind");
        workers.rejecting = false;
    }

    private static void awaitOrFail(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private void add(String... names) {
        for (String name : names) {
            relay.add(() -> ran.add(name));
        }
    }

    /** Takes tasks, and runs them when it is told to. */
    private static final class HeldWorkers implements Executor {
        private final Deque<Runnable> waiting = new ArrayDeque<>();
        private boolean rejecting;

        @Override
        public void execute(Runnable task) {
            if (rejecting) {
                throw new RejectedExecutionException("full, on purpose");
            }
            waiting.add(task);
        }

        void runNext() {
            waiting.remove().run();
        }
    }
}
