package io.trunkline.server.internal.broker;

import io.trunkline.transport.internal.PauseReason;
import io.trunkline.transport.internal.TcpConnection;

/**
 * Stops reading a peer that does not read us, so that its own requests cannot fill our memory.
 *
 * <pre>{@code
 * READING ──outbound at the mark, after a read──▶ PAUSED ──writable again──▶ READING
 * }</pre>
 *
 * <p>Loop-confined. The heartbeat stands still meanwhile: a peer that we do not listen to is not silent.
 */
final class ReadingPause {
    private final TcpConnection connection;
    private final Pulse pulse;
    private final int mark;
    private boolean paused;

    /**
     * Watches a connection.
     *
     * @param mark outbound bytes; not below the high watermark, or nobody would say when it is over
     */
    ReadingPause(TcpConnection connection, Pulse pulse, int mark) {
        this.connection = connection;
        this.pulse = pulse;
        this.mark = mark;
    }

    void afterRead() {
        if (!paused && connection.outboundBytes() >= mark) {
            paused = true;
            pulse.stand();
            connection.pauseReading(PauseReason.USER);
        }
    }

    void onWritable(boolean writable) {
        if (paused && writable) {
            paused = false;
            connection.resumeReading(PauseReason.USER);
            pulse.goOn();
        }
    }
}
