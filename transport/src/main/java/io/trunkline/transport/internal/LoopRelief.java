package io.trunkline.transport.internal;

import io.trunkline.transport.internal.MemoryBudget.Level;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What one loop does about its connections while memory is short. Runs on that loop. */
final class LoopRelief {
    private LoopRelief() {}

    /**
     * Pauses or resumes.
     *
     * @return the connection that leaves most unread among those beyond their high watermark, if one is to be cut
     */
    static @Nullable TcpConnection act(List<TcpConnection> connections, Level level) {
        if (level == Level.NORMAL) {
            connections.forEach(connection -> connection.resumeReading(PauseReason.MEMORY));
            return null;
        }
        resumeThoseThatHaveReadAll(connections);
        pauseThoseWithMost(connections);
        return level == Level.FULL ? slowest(connections) : null;
    }

    /** Who leaves nothing unread any more is not to blame; what it is in the middle of sending may be what memory waits for. */
    private static void resumeThoseThatHaveReadAll(List<TcpConnection> connections) {
        for (TcpConnection connection : connections) {
            if (connection.outboundBytes() == 0) {
                connection.resumeReading(PauseReason.MEMORY);
            }
        }
    }

    /** Those at or above the mean hold at least as much as their share; one pass finds it, without sorting. */
    private static void pauseThoseWithMost(List<TcpConnection> connections) {
        long sum = 0;
        int count = 0;
        for (TcpConnection connection : connections) {
            int bytes = pausableBytes(connection);
            sum += bytes;
            count += bytes > 0 ? 1 : 0;
        }
        for (TcpConnection connection : connections) {
            int bytes = pausableBytes(connection);
            if (bytes > 0 && bytes >= sum / Math.max(1, count)) {
                connection.pauseReading(PauseReason.MEMORY);
            }
        }
    }

    /** A connector is never paused for its own outbound bytes: two peers could wait for each other for ever. */
    private static int pausableBytes(TcpConnection connection) {
        return connection.settings().accepted() ? connection.outboundBytes() : 0;
    }

    private static @Nullable TcpConnection slowest(List<TcpConnection> connections) {
        TcpConnection worst = null;
        for (TcpConnection connection : connections) {
            if (!connection.isWritable() && (worst == null || connection.outboundBytes() > worst.outboundBytes())) {
                worst = connection;
            }
        }
        return worst;
    }
}
