package io.trunkline.server;

import io.trunkline.codec.Framing;
import io.trunkline.transport.FramePace;
import io.trunkline.transport.OutboundLimits;
import io.trunkline.transport.SocketOptions;
import io.trunkline.transport.TlsOptions;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * The settings of one listening socket and of the connections that come in by it.
 *
 * <p>Immutable.
 */
public final class ListenOptions {

    private final ListenValues set;

    private ListenOptions(ListenValues set) {
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
        return new Builder(new ListenValues());
    }

    /**
     * Starts from these values.
     *
     * @return a builder of the caller's own
     */
    public Builder toBuilder() {
        return new Builder(new ListenValues(set));
    }

    /** {@return its name in logs and for {@link TrunklineServer#port(String)}; empty for the address and port it is bound to} */
    public Optional<String> name() {
        return Optional.ofNullable(set.name);
    }

    /** {@return the address to bind, resolved; loopback unless set} */
    public InetSocketAddress address() {
        return set.boundAddress();
    }

    /** {@return the frames of a broker listener; empty for {@link Framing#ENVELOPE} where broker messages are spoken} */
    public Optional<Framing> framing() {
        return Optional.ofNullable(set.framing);
    }

    /** {@return the TCP options of its connections; the defaults unless set} */
    public SocketOptions socket() {
        return set.socket;
    }

    /** {@return how connections are encrypted; empty, the default, for plain ones} */
    public Optional<TlsOptions> tls() {
        return Optional.ofNullable(set.tls);
    }

    /** {@return the bound of a TLS handshake, 5 s unless set; without effect on plain connections} */
    public Duration handshakeTimeout() {
        return set.handshakeTimeout;
    }

    /** {@return the bounds of what may wait for a peer that reads slowly; the defaults unless set} */
    public OutboundLimits outbound() {
        return set.outbound;
    }

    /** {@return the bytes that a peer's length field may say; 1,048,576 unless set} */
    public int maxFrame() {
        return set.maxFrame;
    }

    /** {@return how long a peer may take over one frame; {@link FramePace#DEFAULT} unless set} */
    public FramePace framePace() {
        return set.framePace;
    }

    /** {@return the silence of a frame connection that ends it, 300 s unless set; empty if none does} */
    public Optional<Duration> idleTimeout() {
        return Optional.ofNullable(set.idleTimeout);
    }

    /** {@return whether requests of one connection are handled one at a time; false unless set} */
    public boolean isOrdered() {
        return set.ordered;
    }

    /** {@return whether the connection handlers run on the event loop; false unless set: they run on workers} */
    public boolean isOnLoop() {
        return set.onLoop;
    }

    /** {@return the most streams of a multiplexed connection, 100 unless set; without effect on other listeners} */
    public int maxStreams() {
        return set.maxStreams;
    }

    /** {@return whether its connections are free of the rates of the admission; false unless set} */
    public boolean hasUnlimitedRate() {
        return set.unlimitedRate;
    }

    @Override
    public String toString() {
        return "ListenOptions[" + set.described() + "]";
    }

    /** Collects settings; everything is checked in {@link #build()}. Caller-confined. */
    public static final class Builder {
        private final ListenValues set;

        private Builder(ListenValues set) {
            this.set = set;
        }

        /**
         * Names the listener, so that its port can be asked for among several.
         *
         * @param unique among the listeners of a server, not blank
         * @return this
         */
        public Builder name(String unique) {
            set.name = Objects.requireNonNull(unique, "name");
            return this;
        }

        /**
         * Sets the port: by default 8081, which is what nothing said means everywhere in Trunkline.
         *
         * @param number 0 to 65,535; 0 takes a free one
         * @return this
         */
        public Builder port(int number) {
            set.port = number;
            return this;
        }

        /**
         * Binds one address of this machine instead of loopback.
         *
         * @param local resolved; replaces {@link #anyAddress}
         * @return this
         */
        public Builder address(InetAddress local) {
            set.address = Objects.requireNonNull(local, "address");
            set.anyAddress = false;
            return this;
        }

        /**
         * Binds every address of this machine: whoever reaches the machine reaches the server.
         *
         * @return this
         */
        public Builder anyAddress() {
            set.address = null;
            set.anyAddress = true;
            return this;
        }

        /**
         * Sets the frames of a broker listener; refused for frame listeners, whose format says it.
         *
         * @param frames envelope by default
         * @return this
         */
        public Builder framing(Framing frames) {
            set.framing = Objects.requireNonNull(frames, "framing");
            return this;
        }

        /**
         * Sets the TCP options of the connections.
         *
         * @param options {@link SocketOptions#DEFAULT} by default; {@code pauseOnConnect} and {@code allowHalfOpen} are refused
         *     for broker listeners, which have nobody to resume or to close
         * @return this
         */
        public Builder socket(SocketOptions options) {
            set.socket = Objects.requireNonNull(options, "socket");
            return this;
        }

        /**
         * Encrypts the connections: default none, plain bytes. Peers that speak plain are then refused, and named in the log.
         *
         * @param options with a certificate; what only clients understand is refused at the start
         * @return this
         */
        public Builder tls(TlsOptions options) {
            set.tls = Objects.requireNonNull(options, "tls");
            return this;
        }

        /**
         * Closes a connection whose TLS handshake is not over in time, counted from its accept.
         *
         * @param longest 1 ms to 5 minutes; 5 s by default
         * @return this
         */
        public Builder handshakeTimeout(Duration longest) {
            set.handshakeTimeout = Objects.requireNonNull(longest, "handshakeTimeout");
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
            set.outbound = Objects.requireNonNull(limits, "outbound");
            return this;
        }

        /**
         * Bounds a frame: a larger one is refused on its length field, before anything is allocated.
         *
         * @param bytes 1 to 67,108,864; 1,048,576 by default
         * @return this
         */
        public Builder maxFrame(int bytes) {
            set.maxFrame = bytes;
            return this;
        }

        /**
         * Closes a connection on which a frame has begun and is not whole in time: a byte now and then does not hold a
         * place. Raise it with {@link #maxFrame}: 64 MiB in 10 s take a line of 54 Mbit/s.
         *
         * @param longest 1 ms to 24 hours; 10 s by default
         * @return this
         * @throws IllegalArgumentException if it is out of its range
         */
        public Builder frameTimeout(Duration longest) {
            return framePace(set.framePace.withTimeout(longest));
        }

        /**
         * Does the same, and sets what must come each second.
         *
         * @param pace {@link FramePace#DEFAULT} by default: 10 s, and 240 bytes/s after 5 s
         * @return this
         */
        public Builder framePace(FramePace pace) {
            set.framePace = Objects.requireNonNull(pace, "framePace");
            return this;
        }

        /**
         * Closes a frame connection after silence in both directions. Broker connections have heartbeats instead.
         *
         * @param longest 1 ms to 24 hours; 300 s by default
         * @return this
         */
        public Builder idleTimeout(Duration longest) {
            set.idleTimeout = Objects.requireNonNull(longest, "idleTimeout");
            return this;
        }

        /**
         * Lets frame connections be silent for ever: only TCP's keep-alive then finds peers that have gone.
         *
         * @return this
         */
        public Builder noIdleTimeout() {
            set.idleTimeout = null;
            return this;
        }

        /**
         * Handles the requests of one connection one at a time, in the order of their arrival.
         *
         * @return this
         */
        public Builder ordered() {
            set.ordered = true;
            return this;
        }

        /**
         * Runs connection handlers on the event loop, which they must never block; refused for broker listeners, whose
         * handlers choose by {@code handleAsync}.
         *
         * @return this
         */
        public Builder onLoop() {
            set.onLoop = true;
            return this;
        }

        /**
         * Bounds the streams that a peer may have open on one multiplexed connection, and the handlers that run for it; the
         * next one is refused with {@code TOO_MANY_STREAMS}.
         *
         * @param most 1 to 10,000; 100 by default
         * @return this
         */
        public Builder maxStreams(int most) {
            set.maxStreams = most;
            return this;
        }

        /**
         * Frees the connections of {@link Admission.Builder#ratePerConnection(Rate)} and
         * {@link Admission.Builder#ratePerIdentity(Rate)}: for files and media, whose peers send as fast as they are read.
         * Refused for broker listeners.
         *
         * @return this
         */
        public Builder unlimitedRate() {
            set.unlimitedRate = true;
            return this;
        }

        /**
         * Checks every setting, alone and together.
         *
         * @return the options
         * @throws IllegalArgumentException naming the setting, the value and the allowed range
         */
        public ListenOptions build() {
            set.check();
            return new ListenOptions(new ListenValues(set));
        }
    }
}
