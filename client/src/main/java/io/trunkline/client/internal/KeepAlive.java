package io.trunkline.client.internal;

import io.trunkline.ClosedException;
import io.trunkline.QueueFullException;
import io.trunkline.transport.internal.Deadline;
import io.trunkline.transport.internal.Encoded;
import io.trunkline.transport.internal.TcpConnection;
import java.util.concurrent.TimeUnit;

/**
 * Sends a frame on a connection on which nothing was sent for 30 s.
 *
 * <pre>{@code
 * look every 15 s: bytes have left since ─▶ nothing; none twice in a row ─▶ the frame
 * }</pre>
 *
 * <p>So a quiet connection carries 8 bytes every 30 to 45 s, and a busy one costs a look. Loop-confined, except {@link #begin} and
 * {@link #stop}.
 */
final class KeepAlive extends Deadline {
    /** Half of the protocol's 30 s: the time is kept to 15 s, without a note of the time at each write. */
    private static final long LOOK = TimeUnit.SECONDS.toNanos(15);

    private static final int LOOKS = 2;

    private final TcpConnection connection;
    private final byte[] frame;
    private long seen;
    private int quiet;

    private KeepAlive(TcpConnection connection, byte[] frame) {
        this.connection = connection;
        this.frame = frame;
        this.seen = connection.stats().bytesWritten();
    }

    static KeepAlive begin(TcpConnection connection, byte[] frame) {
        KeepAlive begun = new KeepAlive(connection, frame);
        connection.loop().schedule(begun, connection.loop().nanos() + LOOK);
        return begun;
    }

    void stop() {
        connection.loop().cancel(this);
    }

    @Override
    protected void onDeadline() {
        if (!connection.isOpen()) {
            return;
        }
        long now = connection.stats().bytesWritten();
        quiet = now == seen ? quiet + 1 : 0;
        seen = now;
        if (quiet >= LOOKS) {
            quiet = 0;
            send();
        }
        connection.loop().schedule(this, connection.loop().nanos() + LOOK);
    }

    private void send() {
        try {
            connection.write(new Encoded(frame));
        } catch (ClosedException | QueueFullException e) {
            // Ending, or stalled: the write stall timeout knows what to do.
            return;
        }
    }
}
