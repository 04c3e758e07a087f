package io.trunkline.transport.internal;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class HandOverTest {
    private final ConnectionRig rig = new ConnectionRig();
    private final List<String> events = new ArrayList<>();
    private boolean full;
    private final HandOver handOver = new HandOver(rig.connection, task -> {
        if (full) {
            throw new RejectedExecutionException("full");
        }
        task.run();
    });

    @AfterEach
    void end() {
        rig.close();
    }

    @Test
    void holdsInOrderAndPausesReadingWhileTheWorkersAreFull() {
        full = true;
        handOver.submit(() -> events.add("a"));
        full = false;
        handOver.submit(() -> events.add("b"));
        assertThat(events).isEmpty();
        assertThat(rig.socket.wantsRead).isFalse();

        rig.ticker.advance(Duration.ofMillis(10));
        rig.turn();
        assertThat(events).containsExactly("a", "b");
        assertThat(rig.socket.wantsRead).isTrue();
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
    void runsWhatIsHeldWhenTheLoopEnds() {
        full = true;
        handOver.submit(() -> events.add("close"));
        rig.close();

        assertThat(events).containsExactly("close");
    }

    @Test
    void inboundLimitPausesAt64FramesAndResumesAtHalf() {
        InboundLimit limit = new InboundLimit(rig.connection);
        limit.added(63, 1);
        assertThat(rig.socket.wantsRead).isTrue();
        limit.added(1, 1);
        assertThat(rig.socket.wantsRead).isFalse();

        limit.taken(31, 1);
        assertThat(rig.socket.wantsRead).isFalse();
        limit.taken(1, 1);
        assertThat(rig.socket.wantsRead).isTrue();
    }

    @Test
    void inboundLimitPausesAt256KiB() {
        InboundLimit limit = new InboundLimit(rig.connection);
        limit.added(1, 262_143);
        assertThat(rig.socket.wantsRead).isTrue();
        limit.added(1, 1);
        assertThat(rig.socket.wantsRead).isFalse();

        limit.taken(1, 131_072);
        assertThat(rig.socket.wantsRead).isTrue();
    }
}
