package io.trunkline.transport.internal.stream;

import io.trunkline.Delivery;
import io.trunkline.Payload;
import io.trunkline.RequestTimeoutException;
import io.trunkline.transport.CloseReason;
import io.trunkline.transport.ConnectionLostException;
import java.util.concurrent.locks.Condition;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The half of a stream that is read: the loop puts in what arrives, users wait for it or a publisher is told.
 *
 * <p>Guarded by the stream's lock, which its public-facing methods take by themselves.
 */
final class StreamReading {
    private static final CloseReason PEER_ENDED =
            CloseReason.of(CloseReason.Kind.REMOTE, "the peer ended the connection with this stream open");

    private final StreamCore core;
    private final StreamSession session;
    private final Condition arrived;
    private final StreamInbox inbox;
    private boolean readByCaller;
    private @Nullable Runnable published;
    private boolean peerEnded;

    StreamReading(StreamCore core, StreamSession session) {
        this.core = core;
        this.session = session;
        this.arrived = core.newCondition();
        this.inbox = new StreamInbox(core.mux().isCredited());
    }

    /** Blocks until bytes have come; null at the peer's orderly end. */
    @Nullable
    Payload read(long nanos, Supplier<RequestTimeoutException> late) {
        Payload[] next = new Payload[1];
        core.locked(() -> {
            if (published != null) {
                throw new IllegalStateException(core + " is read by its publisher; read() would take from it");
            }
            readByCaller = true;
            next[0] = awaitBytes(nanos, late);
            return tellsOfReading();
        });
        return next[0];
    }

    private @Nullable Payload awaitBytes(long nanos, Supplier<RequestTimeoutException> late) {
        long rest = nanos;
        try {
            while (inbox.isEmpty() && mayArrive()) {
                if (rest <= 0) {
                    throw late.get();
                }
                rest = arrived.awaitNanos(rest);
            }
        } catch (InterruptedException e) {
            throw core.interrupted("bytes");
        }
        Payload next = take();
        return next == null ? atEnd() : next;
    }

    /** Whether waiting makes sense. */
    private boolean mayArrive() {
        return core.phaseLocked() == StreamPhase.OPEN && !peerEnded;
    }

    /** Says why nothing more comes: null for the peer's orderly end. */
    private @Nullable Payload atEnd() {
        StreamOutcome end = core.outcomeLocked();
        if (core.phaseLocked().isClosedHere()) {
            throw core.closedHere();
        }
        if (end == null) {
            throw new ConnectionLostException(core.toString(), PEER_ENDED, Delivery.NOT_SENT);
        }
        if (end.isPeersClose()) {
            return null;
        }
        throw end.exception(Delivery.NOT_SENT);
    }

    private @Nullable Payload take() {
        Payload next = inbox.poll();
        if (next != null) {
            session.memory().change(-inbox.charged(next.size()));
        }
        return next;
    }

    /** Not for each byte: a visit costs more than a small read, and credit is granted by halves of a window. */
    private boolean tellsOfReading() {
        return inbox.consumedBytes() >= session.limits().streamWindow() / 4
                || session.isPaused()
                || core.outcomeLocked() != null;
    }

    /** Takes what waits for a publisher, or null. */
    @Nullable
    Payload poll() {
        Payload[] next = new Payload[1];
        core.locked(() -> {
            next[0] = take();
            return tellsOfReading();
        });
        return next[0];
    }

    /** Gives the end once all was read, or null. */
    @Nullable
    StreamOutcome endOnceRead() {
        return core.underLock(() -> inbox.isEmpty() ? core.outcomeLocked() : null);
    }

    /** Has a publisher told of everything that arrives; false if somebody reads already. */
    boolean publishTo(Runnable signal) {
        return core.underLock(() -> {
            if (!readByCaller) {
                published = signal;
            }
            return !readByCaller;
        });
    }

    /** Throws away what has arrived and what will. */
    void discard() {
        core.locked(() -> {
            session.memory().change(-inbox.discard());
            return true;
        });
    }

    /** Wakes whoever waits here; answers whom to tell after the lock was released. */
    @Nullable
    Runnable signalLocked() {
        arrived.signalAll();
        return published;
    }

    /** The loop's: takes bytes in. */
    void arrived(Payload bytes) {
        Runnable[] signal = new Runnable[1];
        core.locked(() -> {
            boolean kept = inbox.add(bytes);
            if (kept) {
                session.memory().change(bytes.size());
                arrived.signal();
                signal[0] = published;
            }
            return !kept;
        });
        if (signal[0] != null) {
            signal[0].run();
        }
    }

    /** The loop's: nothing more will come, though what is written may still be sent. */
    void peerEnded() {
        core.locked(() -> {
            peerEnded = true;
            arrived.signalAll();
            return false;
        });
    }

    boolean hasPeerEnded() {
        return core.underLock(() -> peerEnded);
    }

    /** The loop's, in a visit. */
    StreamCore.Visit takeConsumedLocked(@Nullable String reset) {
        return new StreamCore.Visit(inbox.takeConsumedBytes(), inbox.takeConsumedFrames(), reset);
    }

    /** Gives back what the budget is charged with: the connection is over, and nobody may ever read the rest. */
    void uncharge() {
        core.locked(() -> {
            session.memory().change(-inbox.uncharge());
            return false;
        });
    }
}
