package io.trunkline.codec.internal.mux;

/**
 * Decides when a connection must not be read: too many delivered bytes wait, in all or on a stream without credit.
 *
 * <pre>{@code
 *  READING ──connection ≥ its window, or a stream without credit ≥ its own──▶ PAUSED
 *  PAUSED ──everything that was full is half empty──▶ READING
 * }</pre>
 *
 * <p>Loop-confined. Bytes stay charged until they are consumed, even if their stream is closed before: a peer that opens,
 * fills and closes streams would otherwise fill the memory of a reader that is late.
 */
final class ReadPressure {
    private final Gauge connection;
    private final long hardLimit;
    private boolean connectionFull;
    private int fullStreams;
    private boolean announced;

    ReadPressure(MuxLimits limits) {
        this.connection = new Gauge(limits.connectionWindow());
        this.hardLimit = limits.hardLimit();
    }

    boolean admits(int bytes) {
        return connection.bytes() + bytes <= hardLimit;
    }

    void arrived(MuxStream stream, int bytes) {
        if (stream.in().queued(bytes)) {
            fullStreams++;
        }
        connectionFull |= connection.fill(bytes);
    }

    void consumed(MuxStream stream, long bytes) {
        if (stream.in().consumed(bytes)) {
            fullStreams--;
        }
        connectionFull &= !connection.drain(bytes);
    }

    /** Tells whether the decision differs from the last one that was taken out, and takes it out. */
    boolean turned() {
        boolean was = announced;
        announced = connectionFull || fullStreams > 0;
        return announced != was;
    }

    boolean isPaused() {
        return announced;
    }
}
