package io.trunkline.transport.internal;

import java.io.IOException;
import java.util.concurrent.TimeUnit;

/**
 * Ends a connection so that the peer gets our last frame: shuts our output down, then waits for the peer's end.
 *
 * <p>Closing at once while the peer's bytes are unread would reset the connection, and the reset would overtake the frame.
 * Bounded by 256 KiB and 1 s (SPEC.md section 2.4), made on demand. Loop-confined.
 */
final class Linger extends Deadline {
    static final int DISCARD_LIMIT = 256 * 1024;
    private static final long TIMEOUT_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final TcpConnection connection;
    private int discarded;

    Linger(TcpConnection connection) {
        this.connection = connection;
    }

    /** Called when nothing is left to send. */
    void begin(SocketIo io, Lifecycle lifecycle) {
        lifecycle.lock();
        try {
            if (!lifecycle.tryMoveTo(ConnectionState.LINGERING)) {
                return;
            }
        } finally {
            lifecycle.unlock();
        }
        try {
            io.shutdownOutput();
            connection.loop().schedule(this, connection.loop().nanos() + TIMEOUT_NANOS);
        } catch (IOException e) {
            connection.close(); // The peer has gone: nobody is left to wait for.
        }
    }

    /** Counts bytes that were read and thrown away. */
    void discarded(int count) {
        discarded += count;
        if (discarded >= DISCARD_LIMIT) {
            connection.close();
        }
    }

    @Override
    protected void onDeadline() {
        connection.close();
    }
}
