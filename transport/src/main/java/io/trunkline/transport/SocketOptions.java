package io.trunkline.transport;

import java.util.OptionalInt;

/**
 * Sets the TCP options of connections and listeners.
 *
 * <p>Immutable.
 */
public final class SocketOptions {
    /** What {@code builder().build()} gives. */
    public static final SocketOptions DEFAULT = builder().build();

    private final boolean noDelay;
    private final boolean keepAlive;
    private final boolean reusePort;
    private final int sendBuffer;
    private final int receiveBuffer;

    private SocketOptions(Builder builder) {
        this.noDelay = builder.noDelay;
        this.keepAlive = builder.keepAlive;
        this.reusePort = builder.reusePort;
        this.sendBuffer = builder.sendBuffer;
        this.receiveBuffer = builder.receiveBuffer;
    }

    /**
     * Starts from the defaults.
     *
     * @return a new builder
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Starts from these settings.
     *
     * @return a new builder
     */
    public Builder toBuilder() {
        Builder builder = new Builder();
        builder.noDelay = noDelay;
        builder.keepAlive = keepAlive;
        builder.reusePort = reusePort;
        builder.sendBuffer = sendBuffer;
        builder.receiveBuffer = receiveBuffer;
        return builder;
    }

    /**
     * Tells whether small writes leave at once (TCP_NODELAY).
     *
     * @return true by default
     */
    public boolean noDelay() {
        return noDelay;
    }

    /**
     * Tells whether the kernel probes silent peers (SO_KEEPALIVE, first after 60 s where the system lets us say so).
     *
     * @return true by default
     */
    public boolean keepAlive() {
        return keepAlive;
    }

    /**
     * Tells whether several listeners may share a port (SO_REUSEPORT).
     *
     * @return false by default
     */
    public boolean reusePort() {
        return reusePort;
    }

    /**
     * Gives the kernel's send buffer (SO_SNDBUF).
     *
     * @return bytes, or empty for the system's own choice
     */
    public OptionalInt sendBuffer() {
        return sendBuffer == 0 ? OptionalInt.empty() : OptionalInt.of(sendBuffer);
    }

    /**
     * Gives the kernel's receive buffer (SO_RCVBUF).
     *
     * @return bytes, or empty for the system's own choice
     */
    public OptionalInt receiveBuffer() {
        return receiveBuffer == 0 ? OptionalInt.empty() : OptionalInt.of(receiveBuffer);
    }

    /** Shows every setting. */
    @Override
    public String toString() {
        return "SocketOptions[noDelay=" + noDelay + " keepAlive=" + keepAlive + " reusePort=" + reusePort
                + " sendBuffer=" + sendBuffer() + " receiveBuffer=" + receiveBuffer() + "]";
    }

    /** Collects settings; caller-confined. */
    public static final class Builder {
        /** Below this, kernels round up anyway; above {@link #MAX_BUFFER}, one connection could hold the machine's memory. */
        private static final int MIN_BUFFER = 1024;

        private static final int MAX_BUFFER = 64 * 1024 * 1024;

        private boolean noDelay = true;
        private boolean keepAlive = true;
        private boolean reusePort;
        private int sendBuffer;
        private int receiveBuffer;

        private Builder() {}

        /**
         * Sends small writes at once instead of gathering them: default true. Off, an answer may wait 40 ms for an ACK.
         *
         * @param noDelay TCP_NODELAY
         * @return this
         */
        public Builder noDelay(boolean noDelay) {
            this.noDelay = noDelay;
            return this;
        }

        /**
         * Lets the kernel probe silent peers: default true. Off, a peer that vanished is noticed by heartbeats only.
         *
         * @param keepAlive SO_KEEPALIVE
         * @return this
         */
        public Builder keepAlive(boolean keepAlive) {
            this.keepAlive = keepAlive;
            return this;
        }

        /**
         * Lets several listeners share a port: default false. On, a second server on the port is no longer an error.
         *
         * @param reusePort SO_REUSEPORT; refused at bind where the system has none
         * @return this
         */
        public Builder reusePort(boolean reusePort) {
            this.reusePort = reusePort;
            return this;
        }

        /**
         * Fixes the kernel's send buffer: default the system's choice, which adapts. The kernel may round it.
         *
         * @param bytes 1,024 to 67,108,864
         * @return this
         * @throws IllegalArgumentException if out of range
         */
        public Builder sendBuffer(int bytes) {
            this.sendBuffer = checked("sendBuffer", bytes);
            return this;
        }

        /**
         * Fixes the kernel's receive buffer: default the system's choice, which adapts. The kernel may round it.
         *
         * @param bytes 1,024 to 67,108,864
         * @return this
         * @throws IllegalArgumentException if out of range
         */
        public Builder receiveBuffer(int bytes) {
            this.receiveBuffer = checked("receiveBuffer", bytes);
            return this;
        }

        private static int checked(String name, int bytes) {
            if (bytes < MIN_BUFFER || bytes > MAX_BUFFER) {
                throw new IllegalArgumentException(
                        name + " is " + MIN_BUFFER + " to " + MAX_BUFFER + " bytes: " + bytes);
            }
            return bytes;
        }

        /**
         * Fixes the settings.
         *
         * @return immutable options
         */
        public SocketOptions build() {
            return new SocketOptions(this);
        }
    }
}
