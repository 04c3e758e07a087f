package io.trunkline.transport.internal;

import io.trunkline.transport.CloseReason;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Moves one connection through its states; the first reason to end it is kept.
 *
 * <p>Moves are guarded by the connection's lock, so that a write that holds it sees one state throughout; reads need no lock.
 */
final class Lifecycle {
    private final ReentrantLock lock = new ReentrantLock();
    private volatile ConnectionState state = ConnectionState.HANDSHAKING;
    private volatile @Nullable CloseReason reason;

    /** Made by the first who asks: few connections are asked. Guarded by {@code lock}, as is the next. */
    private @Nullable CompletableFuture<CloseReason> closed;

    private boolean ended;

    /** The connection's lock. */
    ReentrantLock lock() {
        return lock;
    }

    ConnectionState state() {
        return state;
    }

    boolean is(ConnectionState expected) {
        return state == expected;
    }

    /** Moves on if that is legal; false if the connection is there or beyond already. */
    boolean tryMoveTo(ConnectionState next) {
        assert lock.isHeldByCurrentThread();
        if (!state.mayBecome(next)) {
            return false;
        }
        state = next;
        return true;
    }

    /** Does the same for a move towards the end, and keeps the reason if it is the first. */
    boolean tryMoveTo(ConnectionState next, CloseReason why) {
        assert lock.isHeldByCurrentThread();
        if (!state.mayBecome(next)) {
            return false;
        }
        if (reason == null) {
            reason = why;
        }
        state = next;
        return true;
    }

    /** Why the connection ends; asked only once it does. */
    CloseReason reason() {
        CloseReason why = reason;
        if (why == null) {
            throw new IllegalStateException("the connection is " + state + " and has no close reason");
        }
        return why;
    }

    /** Completes with the reason once {@link #end} was called. */
    CompletableFuture<CloseReason> closed() {
        lock.lock();
        try {
            CompletableFuture<CloseReason> future = closed == null ? new CompletableFuture<>() : closed;
            closed = future;
            if (ended) {
                future.complete(reason()); // Nobody has seen it yet, or it is complete: no stage runs here.
            }
            return future;
        } finally {
            lock.unlock();
        }
    }

    /** Whether {@link #end} was called. */
    boolean hasEnded() {
        lock.lock();
        try {
            return ended;
        } finally {
            lock.unlock();
        }
    }

    /** The end has come: whoever asked is told, on this thread. */
    void end() {
        CompletableFuture<CloseReason> future;
        lock.lock();
        try {
            ended = true;
            future = closed;
        } finally {
            lock.unlock();
        }
        if (future != null) {
            future.complete(reason());
        }
    }
}
