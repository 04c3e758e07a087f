package io.trunkline.transport;

/**
 * Counts what one connection has carried, at one moment.
 *
 * <p>Immutable. The figures are read one after the other while the connection goes on, so they need not add up.
 */
public final class ConnectionStats {
    private final Builder figures;

    private ConnectionStats(Builder figures) {
        this.figures = figures;
    }

    /**
     * Begins with every figure at zero; for connections, and for fakes of them in tests.
     *
     * @return a builder
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Counts the bytes read from the connection since it was opened.
     *
     * @return 0 or more; over TLS, the bytes inside of it
     */
    public long bytesRead() {
        return figures.bytesRead;
    }

    /**
     * Counts the bytes that the socket, or TLS on it, has taken since the connection was opened.
     *
     * @return 0 or more; over TLS, the bytes inside of it
     */
    public long bytesWritten() {
        return figures.bytesWritten;
    }

    /**
     * Counts the frames read since the connection was opened, those with an unusable content included.
     *
     * @return 0 or more
     */
    public long framesRead() {
        return figures.framesRead;
    }

    /**
     * Counts the frames queued for sending since the connection was opened.
     *
     * @return 0 or more; one that was taken back before it left has been counted too
     */
    public long framesQueued() {
        return figures.framesQueued;
    }

    /**
     * Counts the frames that the overflow policy has dropped.
     *
     * @return 0 unless the policy is a dropping one
     */
    public long framesDropped() {
        return figures.framesDropped;
    }

    /**
     * Counts the bytes that wait for the socket now.
     *
     * @return 0 to the outbound cap
     */
    public int outboundBytes() {
        return figures.outboundBytes;
    }

    /** Shows every figure. */
    @Override
    public String toString() {
        return "ConnectionStats[bytesRead=" + bytesRead() + " bytesWritten=" + bytesWritten() + " framesRead="
                + framesRead() + " framesQueued=" + framesQueued() + " framesDropped=" + framesDropped()
                + " outboundBytes=" + outboundBytes() + "]";
    }

    /** Collects figures. Caller-confined. */
    public static final class Builder {
        private long bytesRead;
        private long bytesWritten;
        private long framesRead;
        private long framesQueued;
        private long framesDropped;
        private int outboundBytes;

        private Builder() {}

        private Builder(Builder from) {
            this.bytesRead = from.bytesRead;
            this.bytesWritten = from.bytesWritten;
            this.framesRead = from.framesRead;
            this.framesQueued = from.framesQueued;
            this.framesDropped = from.framesDropped;
            this.outboundBytes = from.outboundBytes;
        }

        /**
         * Sets the bytes read: default 0.
         *
         * @param count 0 or more
         * @return this
         */
        public Builder bytesRead(long count) {
            this.bytesRead = count;
            return this;
        }

        /**
         * Sets the bytes written: default 0.
         *
         * @param count 0 or more
         * @return this
         */
        public Builder bytesWritten(long count) {
            this.bytesWritten = count;
            return this;
        }

        /**
         * Sets the frames read: default 0.
         *
         * @param count 0 or more
         * @return this
         */
        public Builder framesRead(long count) {
            this.framesRead = count;
            return this;
        }

        /**
         * Sets the frames queued: default 0.
         *
         * @param count 0 or more
         * @return this
         */
        public Builder framesQueued(long count) {
            this.framesQueued = count;
            return this;
        }

        /**
         * Sets the frames dropped: default 0.
         *
         * @param count 0 or more
         * @return this
         */
        public Builder framesDropped(long count) {
            this.framesDropped = count;
            return this;
        }

        /**
         * Sets the bytes that wait: default 0.
         *
         * @param count 0 or more
         * @return this
         */
        public Builder outboundBytes(int count) {
            this.outboundBytes = count;
            return this;
        }

        /**
         * Keeps the figures as they are now.
         *
         * @return the figures
         */
        public ConnectionStats build() {
            return new ConnectionStats(new Builder(this));
        }
    }
}
