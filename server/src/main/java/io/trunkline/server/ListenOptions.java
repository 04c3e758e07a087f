package io.trunkline.server;

import io.trunkline.codec.Framing;
import io.trunkline.transport.OutboundLimits;
import io.trunkline.transport.SocketOptions;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The settings of one listening socket and of the connections that come in by it.
 *
 * <p>Immutable.
 */
public final class ListenOptions {
    /** As far as {@link Builder#maxFrame} goes: one frame must fit into an array, with room to double. */
    private static final int MAX_FRAME_CEILING = 64 * 1024 * 1024;

    private static final int MAX_PORT = 65_535;
    private static final Duration MIN_IDLE = Duration.ofMillis(1);
    private static final Duration MAX_IDLE = Duration.ofHours(24);

    private final Builder set;

    private ListenOptions(Builder set) {
        this.set = set;
    }

    /**
     * Listens on loopback with every default.
     *
     * @param port 0 to 65,535; 0 takes a free one
     * @return the options
     * @throws IllegalArgumentException if the port is out of range
     */
    public static ListenOptions of(int port) {
        return builder().port(port).build();
    }

    /**
     * Starts from the defaults.
     *
     * @return a builder of the caller's own
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Starts from these values.
     *
     * @return a builder of the caller's own
     */
    public Builder toBuilder() {
        return set.copy();
    }

    /**
     * Names the listener, in logs and for {@link TrunklineServer#port(String)}.
     *
     * @return empty for the address and port it is bound to
     */
    public Optional<String> name() {
        return Optional.ofNullable(set.name);
    }

    /**
     * Gives the address to bind.
     *
     * @return resolved; loopback unless set
     */
    public InetSocketAddress address() {
        InetAddress address = set.address == null ? InetAddress.getLoopbackAddress() : set.address;
        return set.anyAddress ? new InetSocketAddress(set.port) : new InetSocketAddress(address, set.port);
    }

    /**
     * Names the frames of a broker listener.
     *
     * @return empty if it was not set: {@link Framing#ENVELOPE} where broker messages are spoken
     */
    public Optional<Framing> framing() {
        return Optional.ofNullable(set.framing);
    }

    /**
     * Gives the TCP options of its connections.
     *
     * @return the defaults unless set
     */
    public SocketOptions socket() {
        return set.socket;
    }

    /**
     * Bounds what may wait for a peer that reads slowly.
     *
     * @return the defaults unless set
     */
    public OutboundLimits outbound() {
        return set.outbound;
    }

    /**
     * Bounds what a peer's length field may say.
     *
     * @return bytes; 1,048,576 unless set
     */
    public int maxFrame() {
        return set.maxFrame;
    }

    /**
     * Bounds the silence of a frame connection.
     *
     * @return empty if silence is never punished; 300 s unless set
     */
    public Optional<Duration> idleTimeout() {
        return Optional.ofNullable(set.idleTimeout);
    }

    /**
     * Tells whether requests of one connection are handled one at a time.
     *
     * @return false unless set
     */
    public boolean isOrdered() {
        return set.ordered;
    }

    /**
     * Tells whether the connection handlers run on the event loop.
     *
     * @return false unless set: they run on workers
     */
    public boolean isOnLoop() {
        return set.onLoop;
    }

    @Override
    public String toString() {
        return "ListenOptions[name=" + name().orElse("none") + ", address=" + address() + ", framing="
                + (set.framing == null ? "unset" : set.framing) + ", socket=" + set.socket + ", outbound="
                + set.outbound
                + ", maxFrame=" + set.maxFrame + ", idleTimeout="
                + (set.idleTimeout == null ? "none" : set.idleTimeout) + ", ordered=" + set.ordered + ", onLoop="
                + set.onLoop + "]";
    }

    /** Collects settings; everything is checked in {@link #build()}. Caller-confined. */
    public static final class Builder {
        private @Nullable String name;
        private @Nullable InetAddress address;
        private boolean anyAddress;
        private int port = 8_081;
        private @Nullable Framing framing;
        private SocketOptions socket = SocketOptions.DEFAULT;
        private OutboundLimits outbound = OutboundLimits.DEFAULT;
        private int maxFrame = 1_048_576;
        private @Nullable Duration idleTimeout = Duration.ofMinutes(5);
        private boolean ordered;
        private boolean onLoop;

        private Builder() {}

        private Builder copy() {
            Builder copy = new Builder();
            copy.name = name;
            copy.address = address;
            copy.anyAddress = anyAddress;
            copy.port = port;
            copy.framing = framing;
            copy.socket = socket;
            copy.outbound = outbound;
            copy.maxFrame = maxFrame;
            copy.idleTimeout = idleTimeout;
            copy.ordered = ordered;
            copy.onLoop = onLoop;
            return copy;
        }

        /**
         * Names the listener, so that its port can be asked for among several.
         *
         * @param unique among the listeners of a server, not blank
         * @return this
         */
        public Builder name(String unique) {
            this.name = Objects.requireNonNull(unique, "name");
            return this;
        }

        /**
         * Sets the port: by default 8081, which is what nothing said means everywhere in Trunkline.
         *
         * @param number 0 to 65,535; 0 takes a free one
         * @return this
         */
        public Builder port(int number) {
            this.port = number;
            return this;
        }

        /**
         * Binds one address of this machine instead of loopback.
         *
         * @param local resolved; replaces {@link #anyAddress}
         * @return this
         */
        public Builder address(InetAddress local) {
            this.address = Objects.requireNonNull(local, "address");
            this.anyAddress = false;
            return this;
        }

        /**
         * Binds every address of this machine: whoever reaches the machine reaches the server.
         *
         * @return this
         */
        public Builder anyAddress() {
            this.address = null;
            this.anyAddress = true;
            return this;
        }

        /**
         * Sets the frames of a broker listener; refused for frame listeners, whose format says it.
         *
         * @param frames envelope by default
         * @return this
         */
        public Builder framing(Framing frames) {
            this.framing = Objects.requireNonNull(frames, "framing");
            return this;
        }

        /**
         * Sets the TCP options of the connections.
         *
         * @param options {@link SocketOptions#DEFAULT} by default
         * @return this
         */
        public Builder socket(SocketOptions options) {
            this.socket = Objects.requireNonNull(options, "socket");
            return this;
        }

        /**
         * Bounds what may wait for a peer that reads slowly. What the server sends by itself closes the connection at the
         * cap under FAIL and BLOCK too.
         *
         * @param limits {@link OutboundLimits#DEFAULT} by default; the cap holds the largest frame and the high watermark
         * @return this
         */
        public Builder outbound(OutboundLimits limits) {
            this.outbound = Objects.requireNonNull(limits, "outbound");
            return this;
        }

        /**
         * Bounds a frame: a larger one is refused on its length field, before anything is allocated.
         *
         * @param bytes 1 to 67,108,864; 1,048,576 by default
         * @return this
         */
        public Builder maxFrame(int bytes) {
            this.maxFrame = bytes;
            return this;
        }

        /**
         * Closes a frame connection after silence in both directions. Broker connections have heartbeats instead.
         *
         * @param longest 1 ms to 24 hours; 300 s by default
         * @return this
         */
        public Builder idleTimeout(Duration longest) {
            this.idleTimeout = Objects.requireNonNull(longest, "idleTimeout");
            return this;
        }

        /**
         * Lets frame connections be silent for ever: only TCP's keep-alive then finds peers that have gone.
         *
         * @return this
         */
        public Builder noIdleTimeout() {
            this.idleTimeout = null;
            return this;
        }

        /**
         * Handles the requests of one connection one at a time, in the order of their arrival.
         *
         * @return this
         */
        public Builder ordered() {
            this.ordered = true;
            return this;
        }

        /**
         * Runs connection handlers on the event loop, which they must never block; refused for broker listeners, whose
         * handlers choose by {@code handleAsync}.
         *
         * @return this
         */
        public Builder onLoop() {
            this.onLoop = true;
            return this;
        }

        /**
         * Checks every setting, alone and together.
         *
         * @return the options
         * @throws IllegalArgumentException naming the setting, the value and the allowed range
         */
        public ListenOptions build() {
            require(name == null || !name.isBlank(), "name must not be blank");
            require(port >= 0 && port <= MAX_PORT, "port must be 0 to " + MAX_PORT + ": " + port);
            require(
                    maxFrame >= 1 && maxFrame <= MAX_FRAME_CEILING,
                    "maxFrame must be 1 to " + MAX_FRAME_CEILING + ": " + maxFrame);
            long room = (long) maxFrame + outbound.high();
            require(
                    outbound.cap() >= room,
                    "outbound cap must hold maxFrame and the high watermark, " + room + ": " + outbound.cap());
            require(
                    idleTimeout == null
                            || (idleTimeout.compareTo(MIN_IDLE) >= 0 && idleTimeout.compareTo(MAX_IDLE) <= 0),
                    "idleTimeout must be " + MIN_IDLE + " to " + MAX_IDLE + ": " + idleTimeout);
            return new ListenOptions(copy());
        }

        private static void require(boolean holds, String message) {
            if (!holds) {
                throw new IllegalArgumentException(message);
            }
        }
    }
}
