package io.trunkline.transport.internal;

import io.trunkline.transport.manual.ManualTicker;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The test is the watchdog, and looks; the loop's marks are set by hand. Covers the watchdog of faults.md P21. */
class LoopWatchTest {
    private static final Object CALLEE = new Object();

    private final EventLoop loop = new EventLoop("watched-loop", new ManualTicker());
    private long now;
    private final LoopWatch watch = new LoopWatch(loop, now);

    @BeforeEach
    void bind() {
        loop.bindToCurrentThread();
    }

    @AfterEach
    void end() {
        loop.close();
        loop.runTurn(0);
    }

    @Test
    void callThatIsSeenFor200MillisecondsIsAHold() {
        loop.guard().enter(CALLEE);
        look(2);
        assertThat(watch.holds()).isZero();
        look(1);
        assertThat(watch.holds()).isEqualTo(1);
    }

    @Test
    void longHoldCountsOnceAndTheNextOneAgain() {
        loop.guard().enter(CALLEE);
        look(50);
        assertThat(watch.holds()).isEqualTo(1);
        loop.guard().leave();
        loop.guard().enter(CALLEE);
        look(3);
        assertThat(watch.holds()).isEqualTo(2);
    }

    @Test
    void manyShortCallsOfOneCalleeAreNoHold() {
        for (int i = 0; i < 10; i++) {
            loop.guard().enter(CALLEE);
            look(1);
            loop.guard().leave();
        }
        assertThat(watch.holds()).isZero();
    }

    @Test
    void loopThatSleepsIsNotHeld() {
        loop.guard().enter(CALLEE);
        loop.guard().leave();
        look(100);
        assertThat(watch.holds()).isZero();
    }

    /** A process that was stopped for 10 s must not blame whoever was called at that moment. */
    @Test
    void lookThatComesLateBeginsAnew() {
        loop.guard().enter(CALLEE);
        look(1);
        now += TimeUnit.SECONDS.toNanos(10);
        look(2);
        assertThat(watch.holds()).isZero();
        look(1);
        assertThat(watch.holds()).isEqualTo(1);
    }

    private void look(int times) {
        for (int i = 0; i < times; i++) {
            now += LoopWatch.INTERVAL;
            watch.look(now);
        }
    }
}
