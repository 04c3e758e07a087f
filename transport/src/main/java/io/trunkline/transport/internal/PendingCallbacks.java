package io.trunkline.transport.internal;

import io.trunkline.Delivery;
import io.trunkline.transport.CloseReason;
import io.trunkline.transport.ConnectionLostException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Remembers who wants to know when the socket has taken which byte of the stream.
 *
 * <p>Guarded by the connection's lock; what {@link #takeDone} and {@link #takeFailed} give is run after it is released.
 */
final class PendingCallbacks {
    private static final Logger log = LoggerFactory.getLogger(PendingCallbacks.class);

    private final ArrayDeque<Pending> pending = new ArrayDeque<>();

    /** Remembers a callback for the bytes from {@code start} to {@code end} of the stream. */
    void add(long start, long end, WriteCallback callback) {
        pending.add(new Pending(start, end, callback));
    }

    /** Takes the callbacks whose last byte the socket has taken. */
    List<Runnable> takeDone(long consumed) {
        Pending first = pending.peek();
        if (first == null || first.end > consumed) {
            return List.of();
        }
        List<Runnable> done = new ArrayList<>();
        while (first != null && first.end <= consumed) {
            WriteCallback callback = first.callback;
            done.add(() -> callback.onWritten(null));
            pending.remove();
            first = pending.peek();
        }
        return done;
    }

    /** Takes the callbacks that are left when the connection ends; those whose first byte is still here were not sent. */
    List<Runnable> takeFailed(long consumed, String connectionId, CloseReason reason) {
        List<Runnable> failed = new ArrayList<>();
        for (Pending each : pending) {
            Delivery delivery = each.start >= consumed ? Delivery.NOT_SENT : Delivery.MAYBE_SENT;
            failed.add(() -> each.callback.onWritten(new ConnectionLostException(connectionId, reason, delivery)));
        }
        pending.clear();
        return failed;
    }

    /** Runs callbacks, each behind a guard of its own. */
    static void run(List<Runnable> callbacks) {
        for (Runnable callback : callbacks) {
            try {
                callback.run();
            } catch (Throwable e) {
                log.error("a write callback failed", e);
            }
        }
    }

    private record Pending(long start, long end, WriteCallback callback) {}
}
