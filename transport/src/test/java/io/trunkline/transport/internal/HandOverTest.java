package io.trunkline.transport.internal;

import io.trunkline.transport.OutboundLimits;
import io.trunkline.transport.SocketOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class HandOverTest {
    private final ConnectionRig rig = new ConnectionRig();
    private final List<String> events = new ArrayList<>();
    private boolean full;
    private boolean throwsAway;
    private final ExecutorService workers = Executors.newSingleThreadExecutor();
    private final HandOver handOver = new HandOver(
            rig.connection, workers, new SerialExecutor(this::execute), reason -> events.add(reason.toString()));

    private void execute(Runnable task) {
        if (full) {
            throw new RejectedExecutionException("full");
        }
        if (!throwsAway) {
            task.run();
        }
    }

    @AfterEach
    void end() {
        workers.shutdown();
        rig.close();
    }

    @Test
    void holdsInOrderAndPausesReadingWhileTheWorkersAreFull() {
        full = true;
        handOver.submit(() -> events.add("a"));
        full = false;
        handOver.submit(() -> events.add("b"));
        assertThat(events).isEmpty();
        assertThat(rig.socket.wantsRead()).isFalse();

        rig.ticker.advance(Duration.ofMillis(10));
        rig.turn();
        assertThat(events).containsExactly("a", "b");
        assertThat(rig.socket.wantsRead()).isTrue();
    }

    @Test
    void retriesUntilTheWorkersHaveRoom() {
        full = true;
        handOver.submit(() -> events.add("a"));
        for (int i = 0; i < 3; i++) {
            rig.ticker.advance(Duration.ofMillis(10));
            rig.turn();
        }
        assertThat(events).isEmpty();
        full = false;
        rig.ticker.advance(Duration.ofMillis(10));
        rig.turn();

        assertThat(events).containsExactly("a");
    }

    @Test
    void workersThatAreShutDownForGoodEndTheConnectionInsteadOfBeingAskedForEver() {
        full = true;
        handOver.submit(() -> events.add("a"));
        assertThat(events).as("full is not gone").isEmpty();

        workers.shutdown();
        rig.ticker.advance(Duration.ofMillis(10));
        rig.turn();
        handOver.submit(() -> events.add("close"));
        assertThat(events)
                .containsExactly(
                        "SHUTDOWN: the executor that handlers run on was shut down before the connection",
                        "a",
                        "close");
        assertThat(rig.loop.deadlineCount()).as("no retry is left").isZero();
    }

    @Test
    void workersThatAreGoneWhenTheFirstCallbackComesEndItToo() {
        full = true;
        workers.shutdown();
        handOver.submit(() -> events.add("close"));
        assertThat(events).hasSize(2).endsWith("close");
    }

    /** As {@code shutdownNow} does: without a word to those who gave it. */
    @Test
    void whatTheWorkersTookAndThrewAwayRunsBeforeTheLastCallbacks() {
        throwsAway = true;
        handOver.submit(() -> events.add("a"));
        handOver.submit(() -> events.add("b"));
        workers.shutdownNow();
        assertThat(events).isEmpty();

        handOver.submit(() -> events.add("close"));
        assertThat(events)
                .containsExactly(
                        "SHUTDOWN: the executor that handlers run on was shut down before the connection",
                        "a",
                        "b",
                        "close");
    }

    @Test
    void runsWhatIsHeldWhenTheLoopEnds() {
        full = true;
        handOver.submit(() -> events.add("close"));
        rig.loop.close();
        rig.turn();

        assertThat(events).containsExactly("close");
    }

    @Test
    void inboundLimitPausesAt64FramesAndResumesAtHalf() {
        InboundLimit limit = new InboundLimit(rig.connection);
        limit.added(63, 1);
        assertThat(rig.socket.wantsRead()).isTrue();
        limit.added(1, 1);
        assertThat(rig.socket.wantsRead()).isFalse();

        limit.taken(31, 1);
        assertThat(rig.socket.wantsRead()).isFalse();
        limit.taken(1, 1);
        assertThat(rig.socket.wantsRead()).isTrue();
    }

    @Test
    void inboundLimitPausesAt256KiB() {
        InboundLimit limit = new InboundLimit(rig.connection);
        limit.added(1, 262_143);
        assertThat(rig.socket.wantsRead()).isTrue();
        limit.added(1, 1);
        assertThat(rig.socket.wantsRead()).isFalse();

        limit.taken(1, 131_072);
        assertThat(rig.socket.wantsRead()).isTrue();
    }

    @Test
    void inboundLimitPausesAtTheMarkThatIsSet() {
        ConnectionSettings settings = new ConnectionSettings(
                SocketOptions.builder().readHighWaterMark(2_000).build(), OutboundLimits.DEFAULT);
        try (ConnectionRig small = new ConnectionRig(settings)) {
            InboundLimit limit = new InboundLimit(small.connection);
            limit.added(1, 1_999);
            assertThat(small.socket.wantsRead()).isTrue();
            limit.added(1, 1);
            assertThat(small.socket.wantsRead()).isFalse();
            limit.taken(2, 1_000);
            assertThat(small.socket.wantsRead()).isTrue();
            limit.taken(0, 1_000);
        }
    }
}
