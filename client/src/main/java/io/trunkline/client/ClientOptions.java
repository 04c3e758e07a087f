package io.trunkline.client;

import io.trunkline.PayloadCodec;
import io.trunkline.codec.Framing;
import io.trunkline.transport.Endpoint;
import io.trunkline.transport.OutboundLimits;
import io.trunkline.transport.SocketOptions;
import io.trunkline.transport.TrunklineRuntime;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Settings of clients of every kind.
 *
 * <p>Immutable. Everything is checked in {@link Builder#build()}; nothing is corrected silently.
 */
public final class ClientOptions {
    /** Settings that only {@link TrunklineClient} understands. */
    enum BrokerSetting {
        FRAMING,
        AWAIT_INITIALIZE,
        PAYLOAD_CODEC,
        CALLBACKS
    }

    private final Builder set;
    private final Endpoint endpoint;

    private ClientOptions(Builder builder, Endpoint endpoint) {
        this.set = new Builder(builder);
        this.endpoint = endpoint;
    }

    /**
     * Names where to connect and leaves everything else as it is.
     *
     * @param host a host name or an address
     * @param port 1 to 65,535
     * @return the default options for that endpoint
     * @throws IllegalArgumentException if either is not legal
     */
    public static ClientOptions of(String host, int port) {
        return builder().endpoint(host, port).build();
    }

    /**
     * Starts from the defaults, without an endpoint.
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
        return new Builder(set);
    }

    /**
     * Gives where to connect.
     *
     * @return never null
     */
    public Endpoint endpoint() {
        return endpoint;
    }

    /**
     * Gives the framing of broker messages.
     *
     * @return {@link Framing#ENVELOPE} unless set
     */
    public Framing framing() {
        return set.framing;
    }

    /**
     * Tells whether connecting waits for the broker's first message.
     *
     * @return true unless set
     */
    public boolean awaitInitialize() {
        return set.awaitInitialize;
    }

    /**
     * Gives the largest payload that may be sent.
     *
     * @return bytes
     */
    public int maxPayload() {
        return set.maxPayload;
    }

    /**
     * Gives the runtime that the client was told to use.
     *
     * @return empty for the shared default runtime
     */
    public Optional<TrunklineRuntime> runtime() {
        return Optional.ofNullable(set.runtime);
    }

    /**
     * Gives how long connecting may take.
     *
     * @return 5 s unless set
     */
    public Duration connectTimeout() {
        return set.connectTimeout;
    }

    /**
     * Gives how long a request may take that has no timeout of its own.
     *
     * @return 5 s unless set
     */
    public Duration requestTimeout() {
        return set.requestTimeout;
    }

    /**
     * Gives the bounds of what waits to be written.
     *
     * @return {@link OutboundLimits#DEFAULT} unless set
     */
    public OutboundLimits outbound() {
        return set.outbound;
    }

    /**
     * Gives the TCP options.
     *
     * @return {@link SocketOptions#DEFAULT} unless set
     */
    public SocketOptions socket() {
        return set.socket;
    }

    /**
     * Gives the codec of payloads.
     *
     * @return empty for the default codec, JSON
     */
    public Optional<PayloadCodec> payloadCodec() {
        return Optional.ofNullable(set.payloadCodec);
    }

    /**
     * Gives the executor on which futures complete.
     *
     * @return empty for the event loop
     */
    public Optional<Executor> callbacks() {
        return Optional.ofNullable(set.callbacks);
    }

    /** Refuses what {@link FrameClient} does not understand. */
    void requireForFrames() {
        if (!set.brokerSettings.isEmpty()) {
            throw new IllegalArgumentException(
                    set.brokerSettings + " set for a FrameClient: only a TrunklineClient understands that");
        }
    }

    /**
     * Gives the largest frame of a {@link FrameClient}, counted as its format counts.
     *
     * @return 1,048,576 unless {@code maxPayload} was set
     */
    public int maxFrame() {
        return set.maxPayload == ClientLimits.DEFAULT_MAX_PAYLOAD ? ClientLimits.DEFAULT_MAX_FRAME : set.maxPayload;
    }

    /** Names what was set although only {@link TrunklineClient} understands it. */
    Set<BrokerSetting> brokerSettings() {
        return EnumSet.copyOf(set.brokerSettings);
    }

    /** Shows every setting. */
    @Override
    public String toString() {
        return "ClientOptions[endpoint=" + endpoint + ", framing=" + set.framing + ", awaitInitialize="
                + set.awaitInitialize + ", maxPayload=" + set.maxPayload + ", runtime="
                + shown(set.runtime, "shared") + ", connectTimeout=" + set.connectTimeout + ", requestTimeout="
                + set.requestTimeout + ", outbound=" + set.outbound + ", socket=" + set.socket + ", payloadCodec="
                + shown(set.payloadCodec, "default") + ", callbacks=" + shown(set.callbacks, "event loop") + "]";
    }

    private static Object shown(@Nullable Object value, String otherwise) {
        return value == null ? otherwise : value;
    }

    /** Collects settings; caller-confined. */
    public static final class Builder {
        private @Nullable Endpoint endpoint;
        private Framing framing = Framing.ENVELOPE;
        private boolean awaitInitialize = true;
        private int maxPayload = ClientLimits.DEFAULT_MAX_PAYLOAD;
        private @Nullable TrunklineRuntime runtime;
        private Duration connectTimeout = Duration.ofSeconds(5);
        private Duration requestTimeout = Duration.ofSeconds(5);
        private OutboundLimits outbound = OutboundLimits.DEFAULT;
        private SocketOptions socket = SocketOptions.DEFAULT;
        private @Nullable PayloadCodec payloadCodec;
        private @Nullable Executor callbacks;
        private final EnumSet<BrokerSetting> brokerSettings = EnumSet.noneOf(BrokerSetting.class);

        private Builder() {}

        private Builder(Builder options) {
            endpoint = options.endpoint;
            framing = options.framing;
            awaitInitialize = options.awaitInitialize;
            maxPayload = options.maxPayload;
            runtime = options.runtime;
            connectTimeout = options.connectTimeout;
            requestTimeout = options.requestTimeout;
            outbound = options.outbound;
            socket = options.socket;
            payloadCodec = options.payloadCodec;
            callbacks = options.callbacks;
            brokerSettings.addAll(options.brokerSettings);
        }

        /**
         * Names where to connect; required.
         *
         * @param endpoint host and port
         * @return this
         */
        public Builder endpoint(Endpoint endpoint) {
            this.endpoint = Objects.requireNonNull(endpoint, "endpoint");
            return this;
        }

        /**
         * Names where to connect; required.
         *
         * @param host a host name or an address
         * @param port 1 to 65,535
         * @return this
         * @throws IllegalArgumentException if either is not legal
         */
        public Builder endpoint(String host, int port) {
            return endpoint(new Endpoint(host, port));
        }

        /**
         * Chooses the framing of broker messages: default {@link Framing#ENVELOPE}. The other end must use the same.
         *
         * @param framing what the broker speaks; refused by {@link FrameClient}, whose format says it
         * @return this
         */
        public Builder framing(Framing framing) {
            this.framing = Objects.requireNonNull(framing, "framing");
            brokerSettings.add(BrokerSetting.FRAMING);
            return this;
        }

        /**
         * Waits for the broker's first message while connecting: default true. False is for servers that send none; a
         * wrong framing or a peer that is no broker is then noticed by the first request only.
         *
         * @param awaitInitialize whether to wait; refused by {@link FrameClient}
         * @return this
         */
        public Builder awaitInitialize(boolean awaitInitialize) {
            this.awaitInitialize = awaitInitialize;
            brokerSettings.add(BrokerSetting.AWAIT_INITIALIZE);
            return this;
        }

        /**
         * Bounds the payloads that are sent: default 1,048,209 bytes, a frame of 1 MiB without its longest header. A
         * larger one fails locally, NOT_SENT. Messages of up to 1 MiB are accepted in any case, larger ones up to this.
         * Against MB Server Node, which ends the connection of those that send more, set 16,384.
         *
         * @param bytes 1 to 67,108,497, inclusive
         * @return this
         */
        public Builder maxPayload(int bytes) {
            this.maxPayload = bytes;
            return this;
        }

        /**
         * Runs on the threads of a runtime that the caller owns: default a shared one, started by the first client and
         * gone with the last.
         *
         * @param runtime close it after the client
         * @return this
         */
        public Builder runtime(TrunklineRuntime runtime) {
            this.runtime = Objects.requireNonNull(runtime, "runtime");
            return this;
        }

        /**
         * Limits connecting as a whole, name resolution and the broker's first message included: default 5 s.
         *
         * @param timeout more than zero, at most one hour
         * @return this
         */
        public Builder connectTimeout(Duration timeout) {
            this.connectTimeout = Objects.requireNonNull(timeout, "connectTimeout");
            return this;
        }

        /**
         * Limits requests, confirmed publishes and subscriptions that have no timeout of their own: default 5 s.
         *
         * @param timeout more than zero, at most one hour
         * @return this
         */
        public Builder requestTimeout(Duration timeout) {
            this.requestTimeout = Objects.requireNonNull(timeout, "requestTimeout");
            return this;
        }

        /**
         * Bounds what waits for a broker that reads slowly: default {@link OutboundLimits#DEFAULT}. The cap must hold the
         * largest message beside the high watermark.
         *
         * @param outbound the bounds
         * @return this
         */
        public Builder outbound(OutboundLimits outbound) {
            this.outbound = Objects.requireNonNull(outbound, "outbound");
            return this;
        }

        /**
         * Sets the TCP options: default {@link SocketOptions#DEFAULT}.
         *
         * @param socket the options
         * @return this
         */
        public Builder socket(SocketOptions socket) {
            this.socket = Objects.requireNonNull(socket, "socket");
            return this;
        }

        /**
         * Replaces the codec of payloads: default JSON.
         *
         * @param codec thread-safe and quick, since it runs on the event loop; refused by {@link FrameClient}
         * @return this
         */
        public Builder payloadCodec(PayloadCodec codec) {
            this.payloadCodec = Objects.requireNonNull(codec, "payloadCodec");
            brokerSettings.add(BrokerSetting.PAYLOAD_CODEC);
            return this;
        }

        /**
         * Completes futures on an executor: default on the event loop, where their plain stages must not block. If it
         * refuses a task, that future is completed on the event loop.
         *
         * @param callbacks where stages run; refused by {@link FrameClient}
         * @return this
         */
        public Builder callbacks(Executor callbacks) {
            this.callbacks = Objects.requireNonNull(callbacks, "callbacks");
            brokerSettings.add(BrokerSetting.CALLBACKS);
            return this;
        }

        /**
         * Checks every setting and how they fit together.
         *
         * @return immutable options
         * @throws IllegalArgumentException naming the setting, its value and the allowed range
         */
        public ClientOptions build() {
            if (endpoint == null) {
                throw new IllegalArgumentException("endpoint is not set: endpoint(host, port)");
            }
            ClientLimits.inRange("endpoint port", endpoint.port(), 1, 65_535);
            ClientLimits.inRange("maxPayload", maxPayload, 1, ClientLimits.MAX_PAYLOAD);
            ClientLimits.positive("connectTimeout", connectTimeout, ClientLimits.MAX_CONNECT_TIMEOUT);
            ClientLimits.requestTimeout("requestTimeout", requestTimeout);
            ClientLimits.holdsLargestMessage(outbound, maxPayload);
            return new ClientOptions(this, endpoint);
        }
    }
}
