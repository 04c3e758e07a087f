package io.trunkline.transport.internal.stream;

import io.trunkline.ClosedException;
import io.trunkline.Delivery;
import io.trunkline.RequestInterruptedException;
import io.trunkline.codec.internal.mux.MuxStream;
import io.trunkline.transport.internal.WorkerFuture;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What users' threads and the loop share of one stream: its lock, its two halves, and how it ended.
 *
 * <p>Whoever changes something that the multiplexer has to know asks for a visit; the loop comes once for all that was asked
 * since its last one, and takes it out by {@link #takeVisit}. {@link StreamPhase} draws the stream's life.
 *
 * <p>Thread-safe. Guarded by {@code lock}, under which nothing of a user's is called: what has to be told is told after it.
 */
final class StreamCore implements Runnable {
    private final MuxStream mux;
    private final StreamSession session;
    private final ReentrantLock lock = new ReentrantLock();
    private final StreamReading reading;
    private final StreamWriting writing;
    private StreamPhase phase = StreamPhase.OPEN;
    private @Nullable String resetReason;
    private @Nullable StreamOutcome outcome;
    private boolean visitAsked;
    private @Nullable CompletableFuture<Void> closed;

    StreamCore(MuxStream mux, StreamSession session) {
        this.mux = mux;
        this.session = session;
        this.reading = new StreamReading(this, session);
        this.writing = new StreamWriting(this, session);
    }

    /**
     * What the loop is to tell the multiplexer.
     *
     * @param bytes were read
     * @param frames are not held any more
     * @param reset reason of the reset that was asked for, or null
     */
    record Visit(long bytes, int frames, @Nullable String reset) {}

    MuxStream mux() {
        return mux;
    }

    StreamReading reading() {
        return reading;
    }

    StreamWriting writing() {
        return writing;
    }

    Condition newCondition() {
        return lock.newCondition();
    }

    /** Does something under the lock; where it answers true, the loop is asked for a visit. */
    void locked(BooleanSupplier action) {
        boolean asked;
        lock.lock();
        try {
            asked = action.getAsBoolean() && !visitAsked;
            visitAsked |= asked;
        } finally {
            lock.unlock();
        }
        if (asked) {
            session.post(this);
        }
    }

    <T extends @Nullable Object> T underLock(Supplier<T> action) {
        lock.lock();
        try {
            return action.get();
        } finally {
            lock.unlock();
        }
    }

    /** The visit, on the loop. */
    @Override
    public void run() {
        session.visit(this);
    }

    StreamPhase phaseLocked() {
        assert lock.isHeldByCurrentThread();
        return phase;
    }

    boolean isOpenLocked() {
        return phaseLocked() == StreamPhase.OPEN;
    }

    boolean isOpen() {
        return underLock(this::isOpenLocked);
    }

    @Nullable
    StreamOutcome outcomeLocked() {
        assert lock.isHeldByCurrentThread();
        return outcome;
    }

    @Nullable
    StreamOutcome outcome() {
        return underLock(this::outcomeLocked);
    }

    private void moveTo(StreamPhase next) {
        if (!phaseLocked().canBecome(next)) {
            throw new IllegalStateException(this + " cannot go from " + phase + " to " + next);
        }
        phase = next;
    }

    ClosedException closedHere() {
        return new ClosedException(this + " was closed by this side", Delivery.NOT_SENT);
    }

    /** Sets the caller's flag again, which the wait has cleared. */
    RequestInterruptedException interrupted(String awaited) {
        Thread.currentThread().interrupt();
        return new RequestInterruptedException(
                "interrupted while waiting for " + awaited + " on " + this, Delivery.NOT_SENT);
    }

    /** Takes no more to write, and nothing of what arrives. */
    void beginClose() {
        locked(() -> {
            if (phase == StreamPhase.OPEN) {
                moveTo(StreamPhase.CLOSING);
            }
            signalLocked();
            return true;
        });
        reading.discard();
    }

    void reset(String reason) {
        locked(() -> {
            if (!phase.canBecome(StreamPhase.RESETTING)) {
                return false;
            }
            moveTo(StreamPhase.RESETTING);
            resetReason = reason;
            writing.dropLocked();
            signalLocked();
            return true;
        });
        reading.discard();
    }

    private @Nullable Runnable signalLocked() {
        writing.signalLocked();
        return reading.signalLocked();
    }

    CompletableFuture<Void> closed() {
        return underLock(() -> {
            CompletableFuture<Void> future = closed == null ? new WorkerFuture<>(session.workers()) : closed;
            closed = future;
            if (outcome != null) {
                complete(future, outcome); // Nobody has seen it yet, or it is complete: no stage runs here.
            }
            return future;
        });
    }

    private void complete(CompletableFuture<Void> future, StreamOutcome end) {
        if (end.isOrderly() && underLock(writing::isAllSentLocked)) {
            future.complete(null);
        } else {
            future.completeExceptionally(end.exception(Delivery.MAYBE_SENT));
        }
    }

    // What the loop calls.

    Visit takeVisit() {
        return underLock(() -> {
            visitAsked = false;
            String reset = resetReason;
            resetReason = null;
            return reading.takeConsumedLocked(reset);
        });
    }

    /** Whether everything written has been taken and nothing more will be. */
    boolean isFlushed() {
        return underLock(() -> phase == StreamPhase.CLOSING && writing.isTakenLocked());
    }

    /**
     * What is to be told once a stream is over.
     *
     * @param failed futures of what was not sent
     * @param closed the future of the end, if somebody asked for it
     * @param signal a publisher, if there is one
     */
    private record Farewell(
            List<CompletableFuture<Void>> failed,
            @Nullable CompletableFuture<Void> closed,
            @Nullable Runnable signal) {}

    void ended(StreamOutcome end) {
        Farewell farewell = underLock(() -> {
            moveTo(StreamPhase.ENDED);
            outcome = end;
            writing.dropLocked();
            return new Farewell(writing.takeFailedLocked(), closed, signalLocked());
        });
        farewell.failed().forEach(waiting -> waiting.completeExceptionally(end.exception(Delivery.MAYBE_SENT)));
        CompletableFuture<Void> future = farewell.closed();
        if (future != null) {
            session.onWorker(() -> complete(future, end));
        }
        Runnable signal = farewell.signal();
        if (signal != null) {
            signal.run();
        }
    }

    /** Shows number and connection, not the type: that is the peer's text. */
    @Override
    public String toString() {
        return "stream " + mux.id() + " of " + session.connectionId();
    }
}
