package io.trunkline.transport.internal.stream;

import io.trunkline.Delivery;
import io.trunkline.Payload;
import io.trunkline.QueueFullException;
import io.trunkline.RequestTimeoutException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.Condition;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The half of a stream that is written: users wait for room here, and the loop takes pieces out.
 *
 * <p>Guarded by the stream's lock, which its public-facing methods take by themselves.
 */
final class StreamWriting {
    private final StreamCore core;
    private final StreamSession session;
    private final Condition left;
    private final StreamOutbox outbox = new StreamOutbox();
    private long unsent;

    StreamWriting(StreamCore core, StreamSession session) {
        this.core = core;
        this.session = session;
        this.left = core.newCondition();
    }

    /** Blocks until there is room. */
    void write(Payload bytes) {
        core.locked(() -> {
            requireOpen();
            if (!awaitRoom(bytes.size())) {
                throw new RequestTimeoutException(
                        core + " took no bytes for twice the write stall timeout",
                        session.limits().writeStall(),
                        Delivery.NOT_SENT);
            }
            return add(bytes, null);
        });
    }

    private boolean awaitRoom(int size) {
        try {
            boolean done = awaitLeaving(() -> !core.isOpenLocked() || outbox.hasRoom(size, StreamOutbox.ROOM));
            requireOpen();
            return done;
        } catch (InterruptedException e) {
            throw core.interrupted("room to write");
        }
    }

    /** Does not block; {@code room} is what may wait at most. */
    void writeNow(Payload bytes, int room, CompletableFuture<Void> whenSent) {
        core.locked(() -> {
            requireOpen();
            if (!outbox.hasRoom(bytes.size(), room)) {
                throw new QueueFullException(
                        "bytes that wait on " + core + "; wait for the futures of earlier writes",
                        room,
                        outbox.waiting() + bytes.size());
            }
            return add(bytes, whenSent);
        });
    }

    private boolean add(Payload bytes, @Nullable CompletableFuture<Void> whenSent) {
        outbox.add(bytes, whenSent);
        session.memory().change(bytes.size());
        return true;
    }

    private void requireOpen() {
        StreamOutcome end = core.outcomeLocked();
        if (end != null) {
            throw end.exception(Delivery.NOT_SENT);
        }
        if (!core.isOpenLocked()) {
            throw core.closedHere();
        }
    }

    /** Waits for the end of a stream that is closing; an interrupt ends the wait alone. */
    void awaitEnd() {
        core.locked(() -> {
            try {
                awaitLeaving(() -> core.outcomeLocked() != null);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return false;
        });
    }

    /** Waits for something while bytes leave; false if none did for longer than the loop lets a stream stall. */
    private boolean awaitLeaving(BooleanSupplier done) throws InterruptedException {
        // The loop ends a stalled stream after half of this; the rest is for a loop that is held.
        long patience = 2 * session.limits().writeStall().toNanos();
        long nanos = patience;
        long before = outbox.left();
        while (!done.getAsBoolean()) {
            if (nanos <= 0) {
                return false;
            }
            nanos = left.awaitNanos(nanos);
            if (outbox.left() != before) {
                before = outbox.left();
                nanos = patience;
            }
        }
        return true;
    }

    /** Wakes whoever waits here. */
    void signalLocked() {
        left.signalAll();
    }

    /** Throws away what waits. */
    void dropLocked() {
        long dropped = outbox.discard();
        unsent += dropped;
        session.memory().change(-dropped);
    }

    /** Whether everything that was written has been sent. */
    boolean isAllSentLocked() {
        return unsent == 0;
    }

    /** Takes out the futures of what was thrown away. */
    List<CompletableFuture<Void>> takeFailedLocked() {
        return outbox.takeFailed();
    }

    boolean isTakenLocked() {
        return outbox.isEmpty();
    }

    /** The loop's: takes the next piece to send, or null if none is to be sent. */
    @Nullable
    Payload takePiece(int maxFrame) {
        // Where there is credit a stream is bytes, and shorter pieces let the others have their turn.
        int most = core.mux().isCredited() ? Math.min(maxFrame, StreamOutbox.ROOM) : maxFrame;
        return core.underLock(() -> outbox.take(core.mux().credit(), most));
    }

    /** The loop's: takes note of what the multiplexer has sent. */
    void settle() {
        List<CompletableFuture<Void>> sent = core.underLock(() -> {
            if (!core.phaseLocked().sends()) {
                return List.of();
            }
            session.memory().change(-outbox.settle(core.mux().waitingBytes()));
            left.signalAll();
            return outbox.takeSent();
        });
        sent.forEach(future -> future.complete(null));
    }
}
