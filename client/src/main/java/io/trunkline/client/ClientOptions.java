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
    public static final class Builder {
        private final ClientValues set;

        private Builder(ClientValues set) {
            this.set = set;
        }

        /**
         * Names where to connect, instead of what was named before; this or {@link #endpoints} is required.
         *
         * @param endpoint host and port; {@link Endpoint#parse} reads {@code host:port}
         * @return this
         */
        public Builder endpoint(Endpoint endpoint) {
            return endpoints(List.of(endpoint));
        }

        /**
         * Names several places of the same service, instead of what was named before. The first that is well is used; one
         * that fails is used again when it has been tried by one connection, and others are not to be had before.
         *
         * @param endpoints 1 to 64, each once
         * @return this
         */
        public Builder endpoints(List<Endpoint> endpoints) {
            set.endpoints = List.copyOf(endpoints);
            return this;
        }

        /**
         * Decides how long a client rests between attempts to connect, and when it gives up: default
         * {@link ReconnectPolicy#forever()}.
         *
         * @param policy {@link ReconnectPolicy#never()} for a client that lives as long as its connection
         * @return this
         */
        public Builder reconnect(ReconnectPolicy policy) {
            set.reconnect = Objects.requireNonNull(policy, "reconnect");
            return this;
        }

        /**
         * Names where to connect, instead of what was named before.
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
            set.framing = Objects.requireNonNull(framing, "framing");
            set.brokerSettings.add(BrokerSetting.FRAMING);
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
            set.awaitInitialize = awaitInitialize;
            set.brokerSettings.add(BrokerSetting.AWAIT_INITIALIZE);
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
            set.maxPayload = bytes;
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
            set.runtime = Objects.requireNonNull(runtime, "runtime");
            return this;
        }

        /**
         * Limits connecting as a whole, name resolution, TLS and the broker's first message included: default 5 s.
         *
         * @param timeout more than zero, at most one hour
         * @return this
         */
        public Builder connectTimeout(Duration timeout) {
            set.connectTimeout = Objects.requireNonNull(timeout, "connectTimeout");
            return this;
        }

        /**
         * Limits requests, confirmed publishes and subscriptions that have no timeout of their own: default 5 s.
         *
         * @param timeout more than zero, at most one hour
         * @return this
         */
        public Builder requestTimeout(Duration timeout) {
            set.requestTimeout = Objects.requireNonNull(timeout, "requestTimeout");
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
            set.outbound = Objects.requireNonNull(outbound, "outbound");
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
         * Ends the connection if a frame that has begun is not whole in time: default 10 s.
         *
         * @param longest 1 ms to 24 hours
         * @return this
         * @throws IllegalArgumentException if it is out of its range
         */
        public Builder frameTimeout(Duration longest) {
            return framePace(set.framePace.withTimeout(longest));
        }

        /**
         * Does the same, and sets what must come each second: default {@link FramePace#DEFAULT}.
         *
         * @param pace what the peer is held to
         * @return this
         */
        public Builder framePace(FramePace pace) {
            set.framePace = Objects.requireNonNull(pace, "framePace");
            return this;
        }

        /**
         * Sets the TCP options: default {@link SocketOptions#DEFAULT}.
         *
         * @param socket the options; {@code pauseOnConnect} and {@code allowHalfOpen} are refused, since a client reads and
         *     closes by itself
         * @return this
         */
        public Builder socket(SocketOptions socket) {
            set.socket = Objects.requireNonNull(socket, "socket");
            return this;
        }

        /**
         * Encrypts the connection, and verifies who the server is: default none, plain bytes.
         *
         * @param tls {@link TlsOptions#SYSTEM_TRUST}, or whom to trust; what only servers understand is refused by connect
         * @return this
         */
        public Builder tls(TlsOptions tls) {
            set.tls = Objects.requireNonNull(tls, "tls");
            return this;
        }

        /**
         * Replaces the codec of payloads: default JSON.
         *
         * @param codec thread-safe and quick, since it runs on the event loop; refused by {@link FrameClient}
         * @return this
         */
        public Builder payloadCodec(PayloadCodec codec) {
            set.payloadCodec = Objects.requireNonNull(codec, "payloadCodec");
            set.brokerSettings.add(BrokerSetting.PAYLOAD_CODEC);
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
            set.callbacks = Objects.requireNonNull(callbacks, "callbacks");
            set.brokerSettings.add(BrokerSetting.CALLBACKS);
            return this;
        }

        /**
         * Logs in on every connection, before anything else is sent: default none. A broker that does not accept the token
         * fails the connect, and is not asked again with the same one. Without TLS everybody on the way reads the token.
         *
         * @param token asked before each connect, on the thread that connects, where it may block; what it throws fails that
         *     connect; refused by {@link FrameClient}
         * @return this
         */
        public Builder token(Supplier<String> token) {
            set.token = Objects.requireNonNull(token, "token");
            set.brokerSettings.add(BrokerSetting.TOKEN);
            return this;
        }

        /**
         * Spreads requests over several connections, each to the one with the fewest in flight: default 1. Publishes,
         * subscriptions and what the client serves stay on the first, whose state is the client's.
         *
         * @param connections 1 to 64; refused by {@link FrameClient}
         * @return this
         */
        public Builder connections(int connections) {
            set.connections = connections;
            set.brokerSettings.add(BrokerSetting.CONNECTIONS);
            return this;
        }

        /**
         * Decides about requests and confirmed publishes that are made while there is no connection, or of which nothing
         * was sent when it was lost: default {@link WhileDisconnected#WAIT}, within their own time. What may have been sent
         * fails at once in either case. As many bytes as the outbound cap may wait.
         *
         * @param choice what they do; refused by {@link FrameClient}
         * @return this
         */
        public Builder whileDisconnected(WhileDisconnected choice) {
            set.whileDisconnected = Objects.requireNonNull(choice, "whileDisconnected");
            set.brokerSettings.add(BrokerSetting.WHILE_DISCONNECTED);
            return this;
        }

        /**
         * Keeps one-way publishes that are made while there is no connection, and sends them on the next: default none, they
         * fail, NOT_SENT. Those that do not fit fail with {@link io.trunkline.QueueFullException}; those that wait when the
         * client is closed are lost.
         *
         * @param bytes of payloads that may wait, 1 to 67,108,864; refused by {@link FrameClient}
         * @return this
         */
        public Builder offlinePublishes(int bytes) {
            ClientLimits.inRange("offlinePublishes", bytes, 1, ClientLimits.MAX_OFFLINE);
            set.offlinePublishes = bytes;
            set.brokerSettings.add(BrokerSetting.OFFLINE_PUBLISHES);
            return this;
        }

        /**
         * Registers the client among the broker's services, on every connection: default none.
         *
         * @param name 1 to 36 characters
         * @param description at most 1,024 characters
         * @return this; refused by {@link FrameClient}
         */
        public Builder service(String name, String description) {
            ClientLimits.inRange("length of the service's name", name.length(), 1, ClientLimits.MAX_SERVICE_NAME);
            ClientLimits.inRange(
                    "length of the service's description", description.length(), 0, ClientLimits.MAX_DESCRIPTION);
            set.service = Map.entry(name, description);
            set.brokerSettings.add(BrokerSetting.SERVICE);
            return this;
        }

        /**
         * Has somebody watch the client: default nobody.
         *
         * @param observer called on workers; refused by {@link FrameClient}, whose handlers and receivers see it themselves
         * @return this
         */
        public Builder observer(ClientObserver observer) {
            set.observer = Objects.requireNonNull(observer, "observer");
            set.brokerSettings.add(BrokerSetting.OBSERVER);
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
