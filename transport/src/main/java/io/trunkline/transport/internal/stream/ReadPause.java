package io.trunkline.transport.internal.stream;

import io.trunkline.codec.internal.mux.MuxStream;
import io.trunkline.transport.internal.PauseReason;
import io.trunkline.transport.internal.TcpConnection;

/**
 * Stops reading a connection while too much of what its streams have received waits: in bytes, as the multiplexer counts, or
 * in frames on streams without credit, which are kept apart and cost an object each.
 *
 * <p>Loop-confined, except {@link #isPaused}.
 */
final class ReadPause {
    /** Frames on all streams without credit: half a MiB or so beside their bytes. */
    static final int MAX_FRAMES = 4 * 1024;

    private final TcpConnection connection;
    private int frames;
    private boolean framesFull;
    private boolean bytesFull;
    private volatile boolean paused;

    ReadPause(TcpConnection connection) {
        this.connection = connection;
    }

    /** Takes note of the multiplexer's count; true if reading rests from now on. */
    boolean full(boolean full) {
        bytesFull = full;
        return apply();
    }

    void arrived(MuxStream stream) {
        if (!stream.isCredited()) {
            frames++;
            framesFull |= frames >= MAX_FRAMES;
            apply();
        }
    }

    void released(MuxStream stream, int count) {
        if (!stream.isCredited()) {
            frames -= count;
            framesFull &= frames > MAX_FRAMES / 2;
            apply();
        }
    }

    private boolean apply() {
        boolean now = framesFull || bytesFull;
        if (now == paused) {
            return false;
        }
        paused = now;
        if (now) {
            connection.pauseReading(PauseReason.INBOUND);
        } else {
            connection.resumeReading(PauseReason.INBOUND);
        }
        return now;
    }

    boolean isPaused() {
        return paused;
    }
}
