package io.trunkline.transport.internal;

import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The connection's lock: moves it through its states, and keeps its end once there is one.
 *
 * <p>Moves are guarded by it, so that a write that holds it sees one state throughout; reads need no lock. It is the lock
 * itself, so that an idle connection has an object less.
 */
@SuppressWarnings("serial") // As a lock it could be serialised; nobody can get at it.
final class Lifecycle extends ReentrantLock {
    private volatile ConnectionState state = ConnectionState.HANDSHAKING;

    /** Made when the end begins, or for the first who asks to be told of it; guarded by this lock. */
    private @Nullable ConnectionEnd end;

    ConnectionState state() {
        return state;
    }

    boolean is(ConnectionState expected) {
        return state == expected;
    }

    /** Moves on if that is legal; false if the connection is there or beyond already. */
    boolean tryMoveTo(ConnectionState next) {
        assert isHeldByCurrentThread();
        if (!state.mayBecome(next)) {
            return false;
        }
        state = next;
        return true;
    }

    /** The end of the connection that this is of. Thread-safe. */
    ConnectionEnd endOf(TcpConnection connection) {
        lock();
        try {
            ConnectionEnd made = end == null ? new ConnectionEnd(connection, this) : end;
            end = made;
            return made;
        } finally {
            unlock();
        }
    }
}
