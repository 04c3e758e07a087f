package io.trunkline.transport.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Waits, fires and flushes for a loop's turn, and knows whether the next turn may sleep.
 *
 * <pre>{@code
 * select ─▶ fireDeadlines ─▶ flush            busy: a channel was served, or bytes were left to flush
 *   ▲ poll while busy,                         │
 *   │ else sleep until the next deadline       │
 *   └──────────────────────────────────────────┘
 * }</pre>
 *
 * <p>Everything called here stands behind {@link LoopGuard}. Loop-confined.
 */
final class LoopTurn {
    /** The longest sleep, so that the instant of waking is always a number. */
    private static final long MAX_SLEEP = TimeUnit.HOURS.toNanos(1);

    private final EventLoop loop;
    private final LoopSelector selector;
    private final LoopWait wait;
    private final LoopDeadlines deadlines;
    private final List<OutboundTurn> dirty = new ArrayList<>();
    private boolean busy;

    LoopTurn(EventLoop loop, LoopSelector selector, LoopWait wait, LoopDeadlines deadlines) {
        this.loop = loop;
        this.selector = selector;
        this.wait = wait;
        this.deadlines = deadlines;
    }

    /** Tells whether there is something to do that no deadline, peer or other thread will say. */
    boolean mayNotSleep() {
        // A task of this turn may have left bytes to flush, and the flush comes after the sleep.
        return busy || !dirty.isEmpty() || selector.isAwaited();
    }

    /** Serves the channels that are ready; sleeps before, if it may, until the next deadline and at most so long. */
    void select(long maxSleepNanos) {
        long now = loop.nanos();
        long sleep = Math.min(maxSleepNanos, deadlines.nanosUntilNext(now, MAX_SLEEP));
        busy = (mayNotSleep() || sleep <= 0) ? wait.poll() : wait.await(now, sleep);
    }

    /** Fires what is due; if the machine stood still, after one more look at the channels. */
    void fireDeadlines() {
        long now = loop.nanos();
        if (deadlines.isGap(now)) {
            busy |= wait.poll();
        }
        deadlines.fire(now);
    }

    /** Asks for one flush of a connection's bytes at the end of the turn. */
    void markDirty(OutboundTurn outbound) {
        assert loop.inLoop();
        dirty.add(outbound);
    }

    /** Flushes what was asked for. */
    void flush() {
        // Flushing may call back and dirty more: that is for the next turn, which then does not sleep.
        int count = dirty.size();
        for (int i = 0; i < count; i++) {
            OutboundTurn outbound = dirty.get(i);
            loop.guard().run(outbound::flushIfDirty);
        }
        dirty.subList(0, count).clear();
        busy |= !dirty.isEmpty();
    }
}
