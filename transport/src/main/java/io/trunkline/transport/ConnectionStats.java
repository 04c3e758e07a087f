package io.trunkline.transport;

/**
 * Counts what one connection has carried, at one moment.
 *
 * <p>Immutable. The figures are read one after the other while the connection goes on, so they need not add up.
 */
public final class ConnectionStats {
    private final long bytesRead;
    private final long bytesWritten;
    private final long framesDropped;
    private final int outboundBytes;

    /**
     * Takes the figures as they are; for connections, and for fakes of them in tests.
     *
     * @param bytesRead bytes read from the socket
     * @param bytesWritten bytes that the socket has taken
     * @param framesDropped frames that the overflow policy has dropped
     * @param outboundBytes bytes waiting for the socket now
     */
    public ConnectionStats(long bytesRead, long bytesWritten, long framesDropped, int outboundBytes) {
        this.bytesRead = bytesRead;
        this.bytesWritten = bytesWritten;
        this.framesDropped = framesDropped;
        this.outboundBytes = outboundBytes;
    }

    /**
     * Counts the bytes read from the socket since it was connected.
     *
     * @return 0 or more
     */
    public long bytesRead() {
        return bytesRead;
    }

    /**
     * Counts the bytes that the socket has taken since it was connected.
     *
     * @return 0 or more
     */
    public long bytesWritten() {
        return bytesWritten;
    }

    /**
     * Counts the frames that the overflow policy has dropped.
     *
     * @return 0 unless the policy is a dropping one
     */
    public long framesDropped() {
        return framesDropped;
    }

    /**
     * Counts the bytes that wait for the socket now.
     *
     * @return 0 to the outbound cap
     */
    public int outboundBytes() {
        return outboundBytes;
    }

    /** Shows every figure. */
    @Override
    public String toString() {
        return "ConnectionStats[read=" + bytesRead + " written=" + bytesWritten + " dropped=" + framesDropped
                + " outbound=" + outboundBytes + "]";
    }
}
