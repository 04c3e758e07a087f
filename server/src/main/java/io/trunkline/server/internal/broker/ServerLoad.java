package io.trunkline.server.internal.broker;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Counts the requests that run on the whole server, against their bound and for the drain.
 *
 * <pre>{@code
 * one word, so that the sum of all costs nothing beside the number that runs:
 *   63 ─────── begun, ever ─────── 24 │ 23 ── running ── 0
 * }</pre>
 *
 * <p>Thread-safe.
 */
final class ServerLoad {
    /** As many as can run at once fit, many times over; the rest counts 2⁴⁰ requests. */
    private static final int RUNNING_BITS = 24;

    private static final long RUNNING = (1L << RUNNING_BITS) - 1;
    private static final long ONE_BEGUN = 1L << RUNNING_BITS;

    private final int bound;
    private final AtomicLong word = new AtomicLong();
    private final CompletableFuture<Void> idle = new CompletableFuture<>();
    private volatile boolean draining;

    ServerLoad(int bound) {
        this.bound = bound;
    }

    /** How many requests may run. */
    int bound() {
        return bound;
    }

    boolean tryBegin() {
        if (running(word.addAndGet(ONE_BEGUN + 1)) <= bound) {
            return true;
        }
        left(word.addAndGet(-ONE_BEGUN - 1));
        return false;
    }

    void end() {
        left(word.decrementAndGet());
    }

    private void left(long now) {
        if (running(now) == 0 && draining) {
            idle.complete(null);
        }
    }

    private static int running(long of) {
        return (int) (of & RUNNING);
    }

    int running() {
        return running(word.get());
    }

    /** Counts every request that was ever admitted. */
    long begun() {
        return word.get() >>> RUNNING_BITS;
    }

    /** Tells when the last request has ended; the caller has made sure that none begins any more. */
    CompletableFuture<Void> idle() {
        draining = true;
        if (running() == 0) {
            idle.complete(null);
        }
        return idle;
    }
}
