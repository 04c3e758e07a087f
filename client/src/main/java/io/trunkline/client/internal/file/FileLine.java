package io.trunkline.client.internal.file;

import io.trunkline.ClosedException;
import io.trunkline.QueueFullException;
import io.trunkline.codec.internal.file.BinaryChunk;
import io.trunkline.codec.internal.file.FileMessage;
import io.trunkline.transport.CloseReason;
import io.trunkline.transport.FrameConnection;
import io.trunkline.transport.internal.LoopBound;
import io.trunkline.transport.internal.file.DiskLane;
import io.trunkline.transport.internal.file.FileDialect;

/**
 * One connection as transfers use it: its lane, and what they send.
 *
 * <p>Thread-safe, except what is the lane's own.
 */
final class FileLine<F> {
    private final FrameConnection<F> connection;
    private final FileDialect<F> dialect;
    private final LoopBound bound;
    private final DiskLane lane;
    private int channels;

    FileLine(FrameConnection<F> connection, FileDialect<F> dialect) {
        this.connection = connection;
        this.dialect = dialect;
        this.bound = (LoopBound) connection;
        this.lane = DiskLane.of(bound.connection());
    }

    DiskLane lane() {
        return lane;
    }

    String peer() {
        return connection.id();
    }

    boolean isWritable() {
        return connection.isWritable();
    }

    int maxChunk() {
        return dialect.maxChunk(bound.maxFrame());
    }

    /** A channel for binary chunks; 0 where there are none. The lane's. */
    int nextChannel() {
        if (!dialect.hasBinaryChunks()) {
            return 0;
        }
        channels = channels % FileMessage.Start.MAX_CHANNEL + 1;
        return channels;
    }

    void send(FileMessage message) {
        send(dialect.encode(message));
    }

    void send(BinaryChunk chunk) {
        send(dialect.encode(chunk));
    }

    private void send(F frame) {
        try {
            connection.send(frame);
        } catch (ClosedException e) {
            return; // Its end is on its way to us.
        } catch (QueueFullException e) {
            bound.connection()
                    .close(CloseReason.of(
                            CloseReason.Kind.OUTBOUND_CAP, "the peer does not read what is sent about files", e));
        }
    }
}
