package io.trunkline.transport;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * Sets what a socket is given, by the kernel and by us, when it is bound, accepted or connected.
 *
 * <p>Immutable. What waits to be sent is bounded by {@link OutboundLimits} instead.
 */
public final class SocketOptions {
    /** What {@code builder().build()} gives. */
    public static final SocketOptions DEFAULT = builder().build();

    private final Builder set;

    private SocketOptions(Builder set) {
        this.set = set;
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
        return set.copy();
    }

    /**
     * Tells whether small writes leave at once (TCP_NODELAY).
     *
     * @return true by default
     */
    public boolean noDelay() {
        return set.noDelay;
    }

    /**
     * Tells whether the kernel probes silent peers (SO_KEEPALIVE).
     *
     * @return true by default
     */
    public boolean keepAlive() {
        return set.keepAlive;
    }

    /**
     * Gives the silence after which the kernel sends its first probe (TCP_KEEPIDLE).
     *
     * @return whole seconds; 60 s by default
     */
    public Duration keepAliveIdle() {
        return set.keepAliveIdle;
    }

    /**
     * Gives the time between two probes (TCP_KEEPINTVL).
     *
     * @return whole seconds, or empty for the system's own choice
     */
    public Optional<Duration> keepAliveInterval() {
        return Optional.ofNullable(set.keepAliveInterval);
    }

    /**
     * Gives the number of unanswered probes after which the kernel gives the peer up (TCP_KEEPCNT).
     *
     * @return empty for the system's own choice
     */
    public OptionalInt keepAliveCount() {
        return optional(set.keepAliveCount);
    }

    /**
     * Tells whether several listeners may share a port (SO_REUSEPORT).
     *
     * @return false by default
     */
    public boolean reusePort() {
        return set.reusePort;
    }

    /**
     * Gives the connections that the kernel completes before they are accepted.
     *
     * @return 1,024 by default
     */
    public int backlog() {
        return set.backlog;
    }

    /**
     * Gives the kernel's send buffer (SO_SNDBUF).
     *
     * @return bytes, or empty for the system's own choice
     */
    public OptionalInt sendBuffer() {
        return optional(set.sendBuffer);
    }

    /**
     * Gives the kernel's receive buffer (SO_RCVBUF).
     *
     * @return bytes, or empty for the system's own choice
     */
    public OptionalInt receiveBuffer() {
        return optional(set.receiveBuffer);
    }

    /**
     * Gives the received bytes that may wait for a connection's handler before reading pauses.
     *
     * @return bytes; 262,144 by default
     */
    public int readHighWaterMark() {
        return set.readHighWaterMark;
    }

    /**
     * Tells whether a connection stays open for writing when its peer has ended its output.
     *
     * @return false by default: it ends once what is queued has left
     */
    public boolean allowHalfOpen() {
        return set.allowHalfOpen;
    }

    /**
     * Tells whether a connection begins with its reading paused.
     *
     * @return false by default
     */
    public boolean pauseOnConnect() {
        return set.pauseOnConnect;
    }

    private static OptionalInt optional(int value) {
        return value == 0 ? OptionalInt.empty() : OptionalInt.of(value);
    }

    /** Shows every setting. */
    @Override
    public String toString() {
        return "SocketOptions[noDelay=" + noDelay() + " keepAlive=" + keepAlive() + " keepAliveIdle=" + keepAliveIdle()
                + " keepAliveInterval=" + keepAliveInterval() + " keepAliveCount=" + keepAliveCount() + " reusePort="
                + reusePort() + " backlog=" + backlog() + " sendBuffer=" + sendBuffer() + " receiveBuffer="
                + receiveBuffer() + " readHighWaterMark=" + readHighWaterMark() + " allowHalfOpen=" + allowHalfOpen()
                + " pauseOnConnect=" + pauseOnConnect() + "]";
    }

    /** Collects settings; everything is checked in {@link #build()}. Caller-confined. */
    public static final class Builder {
        private boolean noDelay = true;
        private boolean keepAlive = true;
        private Duration keepAliveIdle = Duration.ofSeconds(60);
        private @Nullable Duration keepAliveInterval;
        private int keepAliveCount;
        private boolean reusePort;
        private int backlog = 1_024;
        private int sendBuffer;
        private int receiveBuffer;
        private int readHighWaterMark = 256 * 1024;
        private boolean allowHalfOpen;
        private boolean pauseOnConnect;

        private Builder() {}

        private Builder copy() {
            Builder copy = new Builder();
            copy.noDelay = noDelay;
            copy.keepAlive = keepAlive;
            copy.keepAliveIdle = keepAliveIdle;
            copy.keepAliveInterval = keepAliveInterval;
            copy.keepAliveCount = keepAliveCount;
            copy.reusePort = reusePort;
            copy.backlog = backlog;
            copy.sendBuffer = sendBuffer;
            copy.receiveBuffer = receiveBuffer;
            copy.readHighWaterMark = readHighWaterMark;
            copy.allowHalfOpen = allowHalfOpen;
            copy.pauseOnConnect = pauseOnConnect;
            return copy;
        }

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
         * Sets the silence before the first probe: default 60 s. Without effect where the system has no such option.
         *
         * @param idle 1 s to 32,767 s, whole seconds
         * @return this
         */
        public Builder keepAliveIdle(Duration idle) {
            this.keepAliveIdle = Objects.requireNonNull(idle, "keepAliveIdle");
            return this;
        }

        /**
         * Sets the time between probes: default the system's choice, 75 s as a rule.
         *
         * @param interval 1 s to 32,767 s, whole seconds
         * @return this
         */
        public Builder keepAliveInterval(Duration interval) {
            this.keepAliveInterval = Objects.requireNonNull(interval, "keepAliveInterval");
            return this;
        }

        /**
         * Sets the unanswered probes that end the connection: default the system's choice, 9 as a rule.
         *
         * @param probes 1 to 127
         * @return this
         * @throws IllegalArgumentException if out of range
         */
        public Builder keepAliveCount(int probes) {
            SocketOptionRanges.check("keepAliveCount", probes, 1, SocketOptionRanges.MAX_PROBES);
            this.keepAliveCount = probes;
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
         * Sets the connections that may wait to be accepted: default 1,024; the system may cut it. For listeners only.
         *
         * @param connections 1 to 65,535
         * @return this
         */
        public Builder backlog(int connections) {
            this.backlog = connections;
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
            SocketOptionRanges.checkBuffer("sendBuffer", bytes);
            this.sendBuffer = bytes;
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
            SocketOptionRanges.checkBuffer("receiveBuffer", bytes);
            this.receiveBuffer = bytes;
            return this;
        }

        /**
         * Bounds what was received and waits for the connection's handler: default 262,144. At it reading pauses, until
         * half of it is taken. Frame connections only; messages of a broker are never held back.
         *
         * @param bytes 1,024 to 67,108,864
         * @return this
         */
        public Builder readHighWaterMark(int bytes) {
            this.readHighWaterMark = bytes;
            return this;
        }

        /**
         * Lets a connection write on after its peer's end: default false. On, its handler must close it. For frame listeners
         * only.
         *
         * @param allowHalfOpen whether the end of the peer's output leaves ours open
         * @return this
         */
        public Builder allowHalfOpen(boolean allowHalfOpen) {
            this.allowHalfOpen = allowHalfOpen;
            return this;
        }

        /**
         * Begins each connection with its reading paused: default false. On, nothing arrives before
         * {@link FrameConnection#resumeReading()}. For frame listeners only.
         *
         * @param pauseOnConnect whether reading waits for the handler
         * @return this
         */
        public Builder pauseOnConnect(boolean pauseOnConnect) {
            this.pauseOnConnect = pauseOnConnect;
            return this;
        }

        /**
         * Checks and fixes the settings.
         *
         * @return immutable options
         * @throws IllegalArgumentException naming the setting, its value and the allowed range
         */
        public SocketOptions build() {
            SocketOptionRanges.checkSeconds("keepAliveIdle", keepAliveIdle);
            if (keepAliveInterval != null) {
                SocketOptionRanges.checkSeconds("keepAliveInterval", keepAliveInterval);
            }
            SocketOptionRanges.check("backlog", backlog, 1, SocketOptionRanges.MAX_BACKLOG);
            SocketOptionRanges.checkBuffer("readHighWaterMark", readHighWaterMark);
            return new SocketOptions(copy());
        }
    }
}
