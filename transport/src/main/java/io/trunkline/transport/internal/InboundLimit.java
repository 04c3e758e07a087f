package io.trunkline.transport.internal;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Pauses a connection's reading while its handler is behind by 64 frames or the read mark, until it has caught up by half.
 *
 * <p>Checked after each read, so what one read has brought comes on top. The account is thread-safe: the loop adds, the
 * handler's worker takes off.
 */
final class InboundLimit {
    static final int MAX_FRAMES = 64;

    private final TcpConnection connection;
    private final int maxBytes;
    private final AtomicLong frames = new AtomicLong();
    private final SharedMemoryAccount bytes;

    InboundLimit(TcpConnection connection) {
        this.connection = connection;
        this.maxBytes = connection.settings().socket().readHighWaterMark();
        this.bytes = new SharedMemoryAccount(connection.loop().memory());
    }

    void added(int frameCount, long byteCount) {
        long nowFrames = frames.addAndGet(frameCount);
        long nowBytes = bytes.change(byteCount);
        if (nowFrames >= MAX_FRAMES || nowBytes >= maxBytes) {
            connection.pauseReading(PauseReason.INBOUND);
            resumeIfCaughtUp(); // The worker may have taken everything off before the pause was set, and will not look
            // again.
        }
    }

    void taken(int frameCount, long byteCount) {
        frames.addAndGet(-frameCount);
        bytes.change(-byteCount);
        resumeIfCaughtUp();
    }

    private void resumeIfCaughtUp() {
        if (frames.get() <= MAX_FRAMES / 2 && bytes.held() <= maxBytes / 2) {
            connection.resumeReading(PauseReason.INBOUND);
        }
    }
}
