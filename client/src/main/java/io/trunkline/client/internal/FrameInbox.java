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
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Holds the frames that nobody has received yet, and stops reading while they are many.
 *
 * <pre>{@code
 * loop: onFrame ──▶ queue ──▶ receive: callers          64 waiting: reading pauses, 16: it goes on
 *       onClose ──▶ queue ──▶ null, or why; then the frames of the next connection
 *       ended ──────────────▶ null, or why, each time, once the queue is empty
 * }</pre>
 *
 * <p>Thread-safe. Guarded by {@code lock}, under which the connection is told to pause and to go on: outside, the two could
 * overtake each other and reading would rest for ever. The connection calls nobody back for either.
 */
final class FrameInbox<F> implements FrameMode<F> {
    /** A caller that lags by more gains nothing from more being read. */
    private static final int PAUSE_AT = 64;

    private static final int RESUME_AT = 16;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition arrived = lock.newCondition();

    /** Frames, and in their place in the order the errors of those that cannot be used, and the ends of connections. */
    private final ArrayDeque<Object> queue = new ArrayDeque<>();

    private final String peers;
    private @Nullable FrameConnection<F> connection;
    private @Nullable CloseReason ended;
    private boolean paused;

    /**
     * Makes an inbox without a connection.
     *
     * @param peers whose frames they are, for messages
     */
    FrameInbox(String peers) {
        this.peers = peers;
    }

    @Override
    public boolean isOnLoop() {
        return true;
    }

    @Override
    public ConnectionHandler<F> open(FrameConnection<F> opened) {
        lock.lock();
        try {
            connection = opened;
            if (paused) {
                opened.pauseReading();
            }
        } finally {
            lock.unlock();
        }
        return new Intake(opened);
    }

    @Override
    public boolean isFull() {
        lock.lock();
        try {
            return paused;
        } finally {
            lock.unlock();
        }
    }

    /** Brings in what one connection brings. */
    private final class Intake implements ConnectionHandler<F> {
        private final FrameConnection<F> from;

        Intake(FrameConnection<F> from) {
            this.from = from;
        }

        @Override
        public void onFrame(F frame) {
            add(frame);
        }

        @Override
        public void onInvalid(PayloadException problem) {
            add(problem);
        }

        @Override
        public void onClose(CloseReason reason) {
            add(new End(from.id(), reason));
        }
    }

    /** The end of one connection. Immutable. */
    private record End(String connectionId, CloseReason reason) {}

    private void add(Object item) {
        lock.lock();
        try {
            if (item instanceof End && queue.peekLast() instanceof End) {
                queue.removeLast(); // Of connections that brought nothing the last tells enough; else nothing would
                // bound them.
            }
            queue.addLast(item);
            arrived.signal();
            FrameConnection<F> from = connection;
            if (!paused && from != null && queue.size() >= PAUSE_AT) {
                paused = true;
                from.pauseReading();
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void ended(CloseReason reason) {
        lock.lock();
        try {
            ended = reason;
            arrived.signalAll();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public @Nullable F receive(Duration timeout) {
        Object item;
        lock.lock();
        try {
            item = awaitItem(timeout);
            FrameConnection<F> from = connection;
            if (paused && from != null && queue.size() <= RESUME_AT) {
                paused = false;
                from.resumeReading();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RequestInterruptedException(
                    "interrupted while waiting for a frame from " + peers, Delivery.NOT_SENT);
        } finally {
            lock.unlock();
        }
        return frame(item);
    }

    private Object awaitItem(Duration timeout) throws InterruptedException {
        long left = timeout.toNanos();
        while (queue.isEmpty()) {
            if (ended != null) {
                return new End(peers, ended);
            }
            if (left <= 0) {
                throw new RequestTimeoutException(
                        "no frame from " + peers + " within " + timeout.toMillis() + " ms", timeout, Delivery.NOT_SENT);
            }
            left = arrived.awaitNanos(left);
        }
        return queue.removeFirst();
    }

    @SuppressWarnings("unchecked") // What is neither an error nor an end has come through onFrame.
    private @Nullable F frame(Object item) {
        if (item instanceof PayloadException problem) {
            throw Failures.withCaller(problem);
        }
        return item instanceof End end ? atEnd(end) : (F) item;
    }

    private @Nullable F atEnd(End end) {
        return switch (end.reason().kind()) {
            case REMOTE -> null;
            case LOCAL -> throw new ClosedException("the client of " + peers + " is closed", Delivery.NOT_SENT);
            default -> throw new ConnectionLostException(end.connectionId(), end.reason(), Delivery.NOT_SENT);
        };
    }
}
