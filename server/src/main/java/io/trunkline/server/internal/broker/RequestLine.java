package io.trunkline.server.internal.broker;

import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * Lets the requests of one connection run one after the other, on whichever threads they run.
 *
 * <pre>{@code
 * enter ─▶ [ waiting ... ] ─▶ current ──its work has ended──▶ the next is current
 * }</pre>
 *
 * <p>It holds no thread: a handler that answers later by its stage is current until then. What one request wrote is seen by
 * the next. As many wait as the connection has slots. Thread-safe: guarded by itself, and nothing is called under that lock.
 */
final class RequestLine {
    private final Queue<LocalRequest> waiting = new ArrayDeque<>(0);
    private @Nullable LocalRequest current;

    /** Runs a request now, or behind those that came before it. */
    void enter(LocalRequest request) {
        synchronized (this) {
            if (current != null) {
                waiting.add(request);
                return;
            }
            current = request;
        }
        if (!request.tryBegin()) {
            left(request);
        }
    }

    /** Takes note that a request's work has ended; the next one begins if this one was the current. */
    void left(LocalRequest request) {
        LocalRequest next = after(request);
        while (next != null && !next.tryBegin()) {
            next = after(next);
        }
    }

    private synchronized @Nullable LocalRequest after(LocalRequest request) {
        if (current != request) {
            return null; // It ended while it waited, and is passed over when its turn comes.
        }
        current = waiting.poll();
        return current;
    }
}
