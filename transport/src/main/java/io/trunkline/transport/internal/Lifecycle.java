package io.trunkline.transport.internal;

import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Moves one connection through its states, and keeps its end once there is one.
 *
 * <p>Moves are guarded by the connection's lock, so that a write that holds it sees one state throughout; reads need no lock.
 */
final class Lifecycle {
    private final ReentrantLock lock = new ReentrantLock();
    private volatile ConnectionState state = ConnectionState.HANDSHAKING;

    /** Made when the end begins, or for the first who asks to be told of it; guarded by {@code lock}. */
    private @Nullable ConnectionEnd end;

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

    /** The end of the connection that this is of. Thread-safe. */
    ConnectionEnd endOf(TcpConnection connection) {
        lock.lock();
        try {
            ConnectionEnd made = end == null ? new ConnectionEnd(connection, this) : end;
            end = made;
            return made;
        } finally {
            lock.unlock();
        }
    }
}
