package io.trunkline.client;

import io.trunkline.PayloadCodec;
import io.trunkline.codec.Framing;
import io.trunkline.transport.Endpoint;
import io.trunkline.transport.FramePace;
import io.trunkline.transport.OutboundLimits;
import io.trunkline.transport.SocketOptions;
import io.trunkline.transport.TlsOptions;
import io.trunkline.transport.TrunklineRuntime;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/**
 * Settings of clients of every kind.
 *
 * <p>Immutable. Everything is checked in {@link Builder#build()}; nothing is corrected silently.
 */
public final class ClientOptions {
    private final ClientValues set;

    private ClientOptions(ClientValues set) {
        this.set = set;
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
        return new Builder(new ClientValues());
    }

    /**
     * Starts from these settings.
     *
     * @return a new builder
     */
    public Builder toBuilder() {
        return new Builder(new ClientValues(set));
    }

    /** {@return where to connect: the first endpoint} */
    public Endpoint endpoint() {
        return set.endpoints.get(0);
    }

    /** {@return where to connect, in order; one or more} */
    public List<Endpoint> endpoints() {
        return set.endpoints;
    }

    /** {@return how long to rest between attempts to connect, and when to give up: {@link ReconnectPolicy#forever()} unless set} */
    public ReconnectPolicy reconnect() {
        return set.reconnect;
    }

    /** {@return the framing of broker messages: {@link Framing#ENVELOPE} unless set} */
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

    /** {@return the largest payload that may be sent, in bytes} */
    public int maxPayload() {
        return set.maxPayload;
    }

    /** {@return the runtime that the client was told to use: empty for the shared default runtime} */
    public Optional<TrunklineRuntime> runtime() {
        return Optional.ofNullable(set.runtime);
    }

    /** {@return how long connecting may take: 5 s unless set} */
    public Duration connectTimeout() {
        return set.connectTimeout;
    }

    /** {@return how long a request may take that has no timeout of its own: 5 s unless set} */
    public Duration requestTimeout() {
        return set.requestTimeout;
    }

    /** {@return the bounds of what waits to be written: {@link OutboundLimits#DEFAULT} unless set} */
    public OutboundLimits outbound() {
        return set.outbound;
    }

    /**
     * Tells how long a connection of frames or streams may be silent.
     *
     * @return 300 s unless set; empty for ever
     */
    public Optional<Duration> idleTimeout() {
        return Optional.ofNullable(set.idleTimeout);
    }

    /** {@return whether a client of {@code typed} frames sends heartbeats: false unless set} */
    public boolean typedHeartbeats() {
        return set.typedHeartbeats;
    }

    /** {@return how long the peer may take over one frame: {@link FramePace#DEFAULT} unless set} */
    public FramePace framePace() {
        return set.framePace;
    }

    /** {@return the TCP options: {@link SocketOptions#DEFAULT} unless set} */
    public SocketOptions socket() {
        return set.socket;
    }

    /** {@return how connections are encrypted: empty for plain connections, the default} */
    public Optional<TlsOptions> tls() {
        return Optional.ofNullable(set.tls);
    }

    /** {@return the codec of payloads: empty for the default codec, JSON} */
    public Optional<PayloadCodec> payloadCodec() {
        return Optional.ofNullable(set.payloadCodec);
    }

    /** {@return the executor on which futures complete: empty for the event loop} */
    public Optional<Executor> callbacks() {
        return Optional.ofNullable(set.callbacks);
    }

    /** {@return what gives the token to log in with: empty for no login, the default} */
    public Optional<Supplier<String>> token() {
        return Optional.ofNullable(set.token);
    }

    /** {@return how many connections the client has: 1 unless set} */
    public int connections() {
        return set.connections;
    }

    /** {@return what happens to calls that are made while there is no connection: they wait unless set} */
    public WhileDisconnected whileDisconnected() {
        return set.whileDisconnected;
    }

    /** {@return how many bytes of one-way publishes may wait for a connection: 0 unless set} */
    public int offlinePublishes() {
        return set.offlinePublishes;
    }

    /** {@return who watches the client: empty for nobody, the default} */
    public Optional<ClientObserver> observer() {
        return Optional.ofNullable(set.observer);
    }

    /** {@return the name of the client among the broker's services: empty for none, the default} */
    public Optional<String> serviceName() {
        return Optional.ofNullable(set.service).map(Map.Entry::getKey);
    }

    /** {@return what the broker's list of services says of the client: empty without a name} */
    public Optional<String> serviceDescription() {
        return Optional.ofNullable(set.service).map(Map.Entry::getValue);
    }

    /** Refuses what {@link FrameClient} does not understand. */
    void requireForFrames() {
        requireForFrames("FrameClient");
    }

    /** Refuses what a client of that kind does not understand. */
    void requireForFrames(String kind) {
        if (!set.brokerSettings.isEmpty()) {
            throw new IllegalArgumentException(
                    set.brokerSettings + " set for a " + kind + ": only a TrunklineClient understands that");
        }
    }

    /** Refuses what {@link TrunklineClient} does not understand. */
    void requireForMessages() {
        if (!set.frameSettings.isEmpty()) {
            throw new IllegalArgumentException(
                    set.frameSettings
                            + " set for a TrunklineClient: only clients of frames and streams understand that; brokers have heartbeats");
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

    /** Shows every setting but tokens. */
    @Override
    public String toString() {
        return "ClientOptions[" + set.described() + "]";
    }

    /** Collects settings; caller-confined. */
    public static final class Builder extends MessageSettings {
        private Builder(ClientValues set) {
            super(set);
        }

        @Override
        Builder self() {
            return this;
        }

        /**
         * Closes a connection of frames or streams on which no byte goes either way: default 300 s. Frame clients in
         * {@code envelope} keep theirs alive by 8 bytes every 30 to 45 s, and no answer is needed for that.
         *
         * @param longest 1 ms to 24 hours; refused by {@link TrunklineClient}, which has heartbeats
         * @return this
         */
        public Builder idleTimeout(Duration longest) {
            set.idleTimeout = Objects.requireNonNull(longest, "idleTimeout");
            set.frameSettings.add(FrameSetting.IDLE_TIMEOUT);
            return this;
        }

        /**
         * Lets a connection of frames or streams be silent for ever: a peer that is gone without a word may then never be noticed.
         *
         * @return this
         */
        public Builder noIdleTimeout() {
            set.idleTimeout = null;
            set.frameSettings.add(FrameSetting.IDLE_TIMEOUT);
            return this;
        }

        /**
         * Sends heartbeats in {@code typed}, after 30 s without sending: default not, heartbeats of the peer's are only answered.
         * The answers to them are kept from the client's user.
         *
         * @return this
         */
        public Builder typedHeartbeats() {
            set.typedHeartbeats = true;
            set.frameSettings.add(FrameSetting.TYPED_HEARTBEATS);
            return this;
        }

        /**
         * Checks every setting and how they fit together.
         *
         * @return immutable options
         * @throws IllegalArgumentException naming the setting, its value and the allowed range
         */
        public ClientOptions build() {
            set.check();
            return new ClientOptions(new ClientValues(set));
        }
    }
}
