package io.trunkline.server.apps;

import io.trunkline.transport.FrameConnection;

/**
 * Stops reading a connection while what is sent to it waits, so that a peer that only sends cannot fill our memory.
 *
 * <p>Handler-confined: called between the callbacks of one connection.
 */
final class Throttle {
    private final FrameConnection<?> connection;
    private boolean paused;

    Throttle(FrameConnection<?> connection) {
        this.connection = connection;
    }

    /** To be called after each send. */
    void afterSend() {
        if (!paused && !connection.isWritable()) {
            paused = true;
            connection.pauseReading();
            // It may have turned writable in between, and nobody would say so again.
            onWritable(connection.isWritable());
        }
    }

    void onWritable(boolean writable) {
        if (paused && writable) {
            paused = false;
            connection.resumeReading();
        }
    }
}
