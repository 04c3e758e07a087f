package io.trunkline.transport.internal;

import io.trunkline.transport.CloseReason;
import io.trunkline.transport.internal.MemoryBudget.Level;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Acts while a runtime's memory budget is nearly spent; costs nothing before.
 *
 * <pre>{@code
 *          the budget leaves NORMAL: a task            NORMAL again: each loop resumes
 * RESTING ──────────────────────────────────▶ ACTING ──────────────────────────────────▶ RESTING
 *                                             │    ▲
 *                                             └────┘ every 50 ms, each loop gets one task:
 *                                                    PRESSED: the connections with most unread bytes are not read
 *                                                    FULL:    besides, of all loops' slowest readers the worst is cut
 * }</pre>
 *
 * <p>Lives on the first loop; {@link #changed} is thread-safe. Logs one line per time of need.
 */
final class MemoryRelief extends Deadline {
    private static final Logger log = LoggerFactory.getLogger(MemoryRelief.class);

    /** Twenty cuts of 8 MiB in a second are enough. */
    private static final long INTERVAL = TimeUnit.MILLISECONDS.toNanos(50);

    private final MemoryBudget budget;
    private final List<EventLoop> loops;
    private final EventLoop home;
    private volatile @Nullable TcpConnection cutLast;
    private boolean acting;
    private int cuts;

    MemoryRelief(MemoryBudget budget, List<EventLoop> loops) {
        this.budget = budget;
        this.loops = loops;
        this.home = loops.get(0);
    }

    /** The level has changed. */
    void changed() {
        if (budget.level() != Level.NORMAL) {
            home.tryExecute(this::begin);
        }
    }

    private void begin() {
        if (!acting) {
            acting = true;
            cuts = 0;
            log.warn("event=memory-short {}; connections with most unread bytes are not read", budget);
            onDeadline();
        }
    }

    @Override
    protected void onDeadline() {
        Level level = budget.level();
        acting = level != Level.NORMAL;
        SlowestReader slowest = new SlowestReader(loops.size(), this::cut);
        for (EventLoop loop : loops) {
            if (!loop.tryExecute(() -> slowest.add(LoopRelief.act(loop.connections(), level)))) {
                slowest.add(null); // It has ended, and its connections with it.
            }
        }
        if (acting) {
            home.schedule(this, home.nanos() + INTERVAL);
        } else {
            cutLast = null;
            log.info("event=memory-relieved {} cuts={}", budget, cuts);
        }
    }

    /** On the loop that answered last. */
    private void cut(TcpConnection slowest) {
        TcpConnection before = cutLast;
        if (before != null && !before.isTornDown()) {
            return; // Its bytes are still in the sum: a second cut now might hit somebody for nothing.
        }
        if (budget.isFull()) {
            cutLast = slowest;
            home.tryExecute(() -> cuts++);
            slowest.close(CloseReason.of(
                    CloseReason.Kind.MEMORY,
                    "the memory budget of " + budget.limit() + " bytes is spent, and this peer left most unread: "
                            + slowest.outboundBytes() + " bytes"));
        }
    }
}
