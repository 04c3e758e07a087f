package io.trunkline.transport.internal;

import io.trunkline.transport.CloseReason;
import org.jspecify.annotations.Nullable;

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

    private WriteStall(SocketWriter writer) {
        this.connection = writer.connection();
        this.writer = writer;
        this.timeout = connection.settings().outbound().stall().toNanos();
    }

    /** Says whether bytes are waiting, and gives what then watches: the first time that they are, a new one. */
    static @Nullable WriteStall watch(@Nullable WriteStall watch, SocketWriter writer, boolean waiting) {
        if (watch == null && !waiting) {
            return null;
        }
        WriteStall watching = watch == null ? new WriteStall(writer) : watch;
        watching.watch(waiting);
        return watching;
    }

    /** Says whether bytes are waiting for the socket. */
    private void watch(boolean waiting) {
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
