package io.trunkline.transport.manual;

import io.trunkline.transport.internal.EventLoop;
import java.time.Duration;

/**
 * An event loop that turns when the test says so, on the test's own thread, by a clock that the test sets.
 *
 * <p>No turn sleeps. Caller-confined: the thread that makes it is the loop's.
 */
public final class ManualLoop implements AutoCloseable {
    /** Far more than any test needs; a loop still busy by then feeds itself. */
    private static final int MAX_TURNS = 10_000;

    private final ManualTicker ticker = new ManualTicker();
    private final EventLoop loop = new EventLoop("manual-loop", ticker);

    public ManualLoop() {
        loop.bindToCurrentThread();
    }

    /** The loop itself, for what is to live on it. */
    public EventLoop loop() {
        return loop;
    }

    public ManualTicker ticker() {
        return ticker;
    }

    /** Does one turn. */
    public void turn() {
        loop.runTurn(0);
    }

    /** Turns the clock on, then the loop once, which fires what is due by then. */
    public void advance(Duration by) {
        ticker.advance(by);
        turn();
    }

    /**
     * Turns until a turn leaves nothing to do but to wait for time or for a peer.
     *
     * @throws AssertionError if that does not come to an end
     */
    public void runUntilIdle() {
        for (int turns = 0; turns < MAX_TURNS; turns++) {
            turn();
            if (loop.isIdle()) {
                return;
            }
        }
        throw new AssertionError("the loop is still busy after " + MAX_TURNS + " turns");
    }

    /**
     * Ends the loop, and fails if what lived on it has left something behind. Again, it has no effect.
     *
     * @throws AssertionError if a deadline is queued or a channel watched; the loop has ended all the same
     */
    @Override
    public void close() {
        if (loop.isEnded()) {
            return;
        }
        runUntilIdle();
        int deadlines = loop.deadlineCount();
        int watched = loop.watchedCount();
        loop.close();
        turn();
        if (deadlines + watched > 0) {
            throw new AssertionError("left on the loop: deadlines=" + deadlines + " channels=" + watched);
        }
    }
}
