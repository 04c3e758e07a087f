package io.trunkline.transport.internal;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Pauses a connection's reading while its handler is behind by 64 frames or 256 KiB, until it has caught up by half.
 *
 * <p>Checked after each read, so what one read has brought comes on top. The account is thread-safe: the loop adds, the
 * handler's worker takes off.
 */
final class InboundLimit {
    static final int MAX_FRAMES = 64;
    static final int MAX_BYTES = 256 * 1024;

    private final TcpConnection connection;
    private final AtomicLong frames = new AtomicLong();
    private final AtomicLong bytes = new AtomicLong();

    InboundLimit(TcpConnection connection) {
        this.connection = connection;
    }

    void added(int frameCount, long byteCount) {
        long nowFrames = frames.addAndGet(frameCount);
        long nowBytes = bytes.addAndGet(byteCount);
        if (nowFrames >= MAX_FRAMES || nowBytes >= MAX_BYTES) {
            connection.pauseReading(PauseReason.INBOUND);
            resumeIfCaughtUp(); // The worker may have taken everything off before the pause was set, and will not look
            // again.
        }
    }

    void taken(int frameCount, long byteCount) {
        frames.addAndGet(-frameCount);
        bytes.addAndGet(-byteCount);
        resumeIfCaughtUp();
    }

    private void resumeIfCaughtUp() {
        if (frames.get() <= MAX_FRAMES / 2 && bytes.get() <= MAX_BYTES / 2) {
            connection.resumeReading(PauseReason.INBOUND);
        }
    }
}
