package io.trunkline.server.internal.broker;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Counts the requests that run on the whole server, against their bound and for the drain.
 *
 * <p>Thread-safe.
 */
final class ServerLoad {
    private final int bound;
    private final AtomicInteger running = new AtomicInteger();
    private final CompletableFuture<Void> idle = new CompletableFuture<>();
    private volatile boolean draining;

    ServerLoad(int bound) {
        this.bound = bound;
    }

    boolean tryBegin() {
        if (running.incrementAndGet() <= bound) {
            return true;
        }
        end();
        return false;
    }

    void end() {
        if (running.decrementAndGet() == 0 && draining) {
            idle.complete(null);
        }
    }

    int running() {
        return running.get();
    }

    /** Tells when the last request has ended; the caller has made sure that none begins any more. */
    CompletableFuture<Void> idle() {
        draining = true;
        if (running.get() == 0) {
            idle.complete(null);
        }
        return idle;
    }
}
