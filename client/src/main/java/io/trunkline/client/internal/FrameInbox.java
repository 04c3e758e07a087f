package io.trunkline.client.internal;

import io.trunkline.ClosedException;
import io.trunkline.Delivery;
import io.trunkline.PayloadException;
import io.trunkline.RequestInterruptedException;
import io.trunkline.RequestTimeoutException;
import io.trunkline.transport.CloseReason;
import io.trunkline.transport.ConnectionHandler;
import io.trunkline.transport.ConnectionLostException;
import io.trunkline.transport.FrameConnection;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Objects;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Holds the frames that nobody has received yet, and stops reading while they are many.
 *
 * <pre>{@code
 * loop: onFrame ──▶ queue ──▶ receive: callers          64 waiting: reading pauses, 16: it goes on
 *       onClose ──▶ ended ──▶ null, or why, once the queue is empty
 * }</pre>
 *
 * <p>Thread-safe. Guarded by {@code lock}, under which the connection is told to pause and to go on: outside, the two could
 * overtake each other and reading would rest for ever. The connection calls nobody back for either.
 */
final class FrameInbox<F> implements ConnectionHandler<F> {
    /** A caller that lags by more gains nothing from more being read. */
    private static final int PAUSE_AT = 64;

    private static final int RESUME_AT = 16;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition arrived = lock.newCondition();

    /** Frames, and in their place in the order the errors of those that cannot be used. */
    private final ArrayDeque<Object> queue = new ArrayDeque<>();

    private volatile @Nullable FrameConnection<F> connection;
    private @Nullable CloseReason ended;
    private boolean paused;

    /** Becomes the connection's handler. */
    ConnectionHandler<F> attach(FrameConnection<F> opened) {
        connection = opened;
        return this;
    }

    FrameConnection<F> connection() {
        return Objects.requireNonNull(connection, "attached before the client is handed out");
    }

    @Override
    public void onFrame(F frame) {
        add(frame);
    }

    @Override
    public void onInvalid(PayloadException problem) {
        add(problem);
    }

    private void add(Object item) {
        lock.lock();
        try {
            queue.addLast(item);
            arrived.signal();
            if (!paused && queue.size() >= PAUSE_AT) {
                paused = true;
                connection().pauseReading();
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void onClose(CloseReason reason) {
        lock.lock();
        try {
            ended = reason;
            arrived.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Takes the next frame; null at the peer's orderly end. */
    @Nullable
    F receive(Duration timeout) {
        Object item;
        lock.lock();
        try {
            item = awaitItem(timeout);
            if (paused && queue.size() <= RESUME_AT) {
                paused = false;
                connection().resumeReading();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RequestInterruptedException(
                    "interrupted while waiting for a frame from " + connection().id(), Delivery.NOT_SENT);
        } finally {
            lock.unlock();
        }
        return item == null ? null : frame(item);
    }

    private @Nullable Object awaitItem(Duration timeout) throws InterruptedException {
        long left = timeout.toNanos();
        while (queue.isEmpty()) {
            if (ended != null) {
                return atEnd(ended);
            }
            if (left <= 0) {
                throw new RequestTimeoutException(
                        "no frame from " + connection().id() + " within " + timeout, timeout, Delivery.NOT_SENT);
            }
            left = arrived.awaitNanos(left);
        }
        return queue.removeFirst();
    }

    private @Nullable Object atEnd(CloseReason reason) {
        return switch (reason.kind()) {
            case REMOTE -> null;
            case LOCAL ->
                throw new ClosedException("the client of " + connection().id() + " is closed", Delivery.NOT_SENT);
            default -> throw new ConnectionLostException(connection().id(), reason, Delivery.NOT_SENT);
        };
    }

    @SuppressWarnings("unchecked") // What is no error has come through onFrame.
    private F frame(Object item) {
        if (item instanceof PayloadException problem) {
            throw Failures.withCaller(problem);
        }
        return (F) item;
    }
}
