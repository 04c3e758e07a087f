package io.trunkline.server.internal;

import io.trunkline.transport.CloseReason;
import io.trunkline.transport.internal.Deadline;
import io.trunkline.transport.internal.TcpConnection;
import java.time.Duration;

/**
 * Closes a connection on which no byte went either way for the idle timeout.
 *
 * <p>Loop-confined. It looks when the time since the last look might be over, so traffic costs it nothing. The clock begins
 * anew after a pause of our own reading: a peer is not blamed for bytes that nobody took.
 */
final class IdleWatch extends Deadline {
    private final TcpConnection connection;
    private final long timeout;
    private final CloseReason reason;
    private boolean stopped;

    IdleWatch(TcpConnection connection, Duration timeout) {
        this.connection = connection;
        this.timeout = timeout.toNanos();
        this.reason = CloseReason.of(CloseReason.Kind.IDLE, "no byte either way for " + timeout);
        watch();
    }

    private void watch() {
        long from = connection.isReadingPaused() ? connection.loop().nanos() : connection.silentSinceNanos();
        connection.loop().schedule(this, from + timeout);
    }

    void stop() {
        stopped = true;
        connection.loop().cancel(this);
    }

    @Override
    protected void onDeadline() {
        if (stopped) {
            return;
        }
        long silence = connection.loop().nanos() - connection.silentSinceNanos();
        if (silence >= timeout && !connection.isReadingPaused()) {
            connection.close(reason);
        } else {
            watch();
        }
    }
}
