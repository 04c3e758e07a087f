package io.trunkline.transport.internal;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stands between a loop and everything it calls: nothing that is thrown passes, and a watchdog can see who holds the loop.
 *
 * <p>The marks cost two stores without a fence per call, and no look at the clock: time is the watchdog's business. Loop-
 * confined, except {@link #holder} and {@link #calls}.
 */
final class LoopGuard {
    private static final Logger log = LoggerFactory.getLogger(LoopGuard.class);

    private final String loop;
    private final AtomicReference<@Nullable Object> holder = new AtomicReference<>();
    private final AtomicLong calls = new AtomicLong();

    LoopGuard(String loop) {
        this.loop = loop;
    }

    /** Runs a task of the loop's; an error of any kind is logged and goes no further. */
    void run(Runnable task) {
        enter(task);
        try {
            task.run();
        } catch (Throwable e) {
            report("a task failed", e);
        } finally {
            leave();
        }
    }

    /** Marks the beginning of a call into code that may take long. */
    void enter(Object callee) {
        holder.lazySet(callee);
        calls.lazySet(calls.getPlain() + 1);
    }

    /** Marks its end. */
    void leave() {
        holder.lazySet(null);
    }

    /** What the loop is in at the moment, or null while it is between calls or asleep. Thread-safe. */
    @Nullable
    Object holder() {
        return holder.get();
    }

    /** How many calls were begun: the same number seen twice, with a holder, is the same call. Thread-safe. */
    long calls() {
        return calls.get();
    }

    /** Logs a failure; if even that fails, for want of memory say, the loop matters more than the line. */
    void report(String what, Throwable failure) {
        try {
            log.error("{}: {}", loop, what, failure);
        } catch (Throwable e) {
            // Nobody is left to tell.
        }
    }
}
