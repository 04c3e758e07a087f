package io.trunkline.client.internal;

import io.trunkline.transport.internal.EventLoop;
import io.trunkline.transport.internal.ReadingClock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class LivenessTest {
    private final AtomicLong now = new AtomicLong(-5);
    private final EventLoop loop = new EventLoop("by-hand", now::get);
    private final List<String> events = new ArrayList<>();
    private final Liveness liveness = new Liveness(new ReadingClock(loop), new Recording());

    @BeforeEach
    void start() {
        loop.bindToCurrentThread();
        liveness.start();
    }

    @AfterEach
    void end() {
        loop.close();
        loop.runTurn(0);
    }

    @Test
    void silenceIsAskedAboutOnceAndThenMeansLost() {
        advance(29_999);
        assertThat(events).isEmpty();
        advance(1);
        assertThat(events).containsExactly("heartbeat");
        advance(29_999);
        assertThat(events).as("once per silent period").containsExactly("heartbeat");
        advance(1);
        assertThat(events).containsExactly("heartbeat", "silent");
    }

    @Test
    void anyFrameStartsTheClockAgain() {
        advance(29_000);
        liveness.heard();
        advance(29_000);
        assertThat(events).isEmpty();
        advance(1_000);
        assertThat(events).containsExactly("heartbeat");
        liveness.heard();
        advance(30_000);
        assertThat(events).as("a new silent period").containsExactly("heartbeat", "heartbeat");
        advance(30_000);
        assertThat(events).containsExactly("heartbeat", "heartbeat", "silent");
    }

    @Test
    void afterStopNothingIsSaid() {
        liveness.stop();
        advance(120_000);
        assertThat(events).isEmpty();
    }

    /** In steps of at most half a second, as a loop would wake for its own deadlines. */
    private void advance(long millis) {
        for (long left = millis; left > 0; left -= 500) {
            now.addAndGet(TimeUnit.MILLISECONDS.toNanos(Math.min(500, left)));
            loop.runTurn(0);
        }
    }

    private final class Recording implements Liveness.Session {
        @Override
        public void sendHeartbeat() {
            events.add("heartbeat");
        }

        @Override
        public void silent() {
            events.add("silent");
        }
    }
}
