package io.trunkline.transport.internal;

import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notices a call that holds one loop, from looks at its {@link LoopGuard} and a clock.
 *
 * <p>The same call seen for {@link #HOLD} is one hold: counted, and named in the log with the stack of the loop's thread,
 * unless this loop was in the log within the last 10 s. A look that comes late says that the whole process stood still, and
 * begins anew. Confined to its {@link Watchdog}, except {@link #holds}.
 */
final class LoopWatch {
    private static final Logger log = LoggerFactory.getLogger(LoopWatch.class);

    /** From here on, other connections of the loop notice. */
    static final long HOLD = TimeUnit.MILLISECONDS.toNanos(200);
    /** Between looks, so that a hold is noticed at 200 to 300 ms. */
    static final long INTERVAL = TimeUnit.MILLISECONDS.toNanos(100);
    /** Between two lines about one loop: whoever blocks it once does so a thousand times. */
    private static final long QUIET = TimeUnit.SECONDS.toNanos(10);

    private final EventLoop loop;
    private long lastLook;
    private long call;
    private long since;
    private boolean counted;
    private boolean warned;
    private long warnedAt;
    private volatile int holds;

    LoopWatch(EventLoop loop, long now) {
        this.loop = loop;
        this.lastLook = now;
        this.since = now;
    }

    /** Looks at the loop; names what holds it if it is time to. */
    void look(long now) {
        LoopGuard guard = loop.guard();
        long seen = guard.calls();
        Object holder = guard.holder();
        boolean late = now - lastLook > 2 * INTERVAL;
        lastLook = now;
        if (holder == null || seen != call) {
            call = seen;
            since = now;
            counted = false;
        } else if (late) {
            since = now; // Still the same hold, if it is one.
        } else if (now - since >= HOLD) {
            held(holder, now);
        }
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // Only the watchdog writes it.
    private void held(Object holder, long now) {
        if (!counted) {
            counted = true;
            holds++;
        }
        if (!warned || now - warnedAt >= QUIET) {
            warned = true;
            warnedAt = now;
            log.warn(
                    "loop={} event=held for={}ms by={} holds={}: its other connections wait; do not block in what ends in"
                            + " Async or runs on the loop",
                    loop,
                    (now - since) / 1_000_000,
                    describe(holder),
                    holds,
                    stack(loop.thread()));
        }
    }

    /** How often the loop was held. Thread-safe. */
    int holds() {
        return holds;
    }

    /** A connection says who it is; of a task, the class is all that is certain to hold no payload. */
    private static String describe(Object holder) {
        return holder instanceof TcpConnection connection
                ? "conn=" + connection.id()
                : holder.getClass().getName();
    }

    private static @Nullable Throwable stack(@Nullable Thread thread) {
        if (thread == null) {
            return null;
        }
        Throwable stack = new Throwable("where " + thread.getName() + " is");
        stack.setStackTrace(thread.getStackTrace());
        return stack;
    }
}
