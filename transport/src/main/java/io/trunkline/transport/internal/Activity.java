package io.trunkline.transport.internal;

import java.time.Instant;

/**
 * Counts one connection's bytes and remembers when the last one moved.
 *
 * <p>Each counter has one writer at a time, the loop for reads and the holder of the connection's lock for the rest, and
 * any readers.
 */
@SuppressWarnings("NonAtomicVolatileUpdate") // One writer at a time, as said above: no update can be lost.
final class Activity {
    private final Instant connectedAt = Instant.now();
    private volatile long lastNanos;
    private volatile long bytesRead;
    private volatile long bytesWritten;
    private volatile long framesDropped;

    Activity(long nowNanos) {
        this.lastNanos = nowNanos;
    }

    void read(int count, long nowNanos) {
        bytesRead += count;
        lastNanos = nowNanos;
    }

    void wrote(int count, long nowNanos) {
        bytesWritten += count;
        lastNanos = nowNanos;
    }

    void dropped() {
        framesDropped++;
    }

    Instant connectedAt() {
        return connectedAt;
    }

    long lastNanos() {
        return lastNanos;
    }

    long bytesRead() {
        return bytesRead;
    }

    /** What the socket has taken: what was taken back is not among it. */
    long bytesWritten() {
        return bytesWritten;
    }

    long framesDropped() {
        return framesDropped;
    }
}
