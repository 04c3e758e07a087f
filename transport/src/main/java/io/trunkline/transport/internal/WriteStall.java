package io.trunkline.transport.internal;

import io.trunkline.transport.CloseReason;

/**
 * Closes a connection whose peer takes no byte for the write-stall timeout while bytes are waiting.
 *
 * <p>Looks once per timeout, not once per write: progress only moves an instant, and a deadline that comes too early is
 * queued again. Made when bytes first have to wait. Loop-confined.
 */
final class WriteStall extends Deadline {
    private final TcpConnection connection;
    private final SocketWriter writer;
    private final long timeout;
    private boolean bytesWaiting;
    private boolean watching;

    WriteStall(TcpConnection connection, SocketWriter writer, long timeoutNanos) {
        this.connection = connection;
        this.writer = writer;
        this.timeout = timeoutNanos;
    }

    /** Says whether bytes are waiting for the socket. */
    void watch(boolean waiting) {
        bytesWaiting = waiting;
        if (waiting && !watching) {
            watching = true;
            connection.loop().schedule(this, writer.lastProgress() + timeout);
        }
    }

    void stop() {
        bytesWaiting = false;
        connection.loop().cancel(this);
    }

    @Override
    protected void onDeadline() {
        watching = false;
        if (!bytesWaiting) {
            return;
        }
        if (writer.lastProgress() + timeout - connection.loop().nanos() > 0) {
            watch(true);
            return;
        }
        connection.close(CloseReason.of(
                CloseReason.Kind.WRITE_STALL,
                "the peer took no byte for " + timeout / 1_000_000 + " ms while " + connection.outboundBytes()
                        + " bytes were waiting"));
    }
}
