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
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The settings behind {@link ClientOptions} and their defaults: a builder changes its own, options never. Caller-confined. */
final class ClientValues {
    /** Enough for any cluster that is listed by hand; a round tries each. */
    private static final int MAX_ENDPOINTS = 64;

    List<Endpoint> endpoints = List.of();
    ReconnectPolicy reconnect = ReconnectPolicy.forever();
    Framing framing = Framing.ENVELOPE;
    boolean awaitInitialize = true;
    int maxPayload = ClientLimits.DEFAULT_MAX_PAYLOAD;

    @Nullable
    TrunklineRuntime runtime;

    Duration connectTimeout = Duration.ofSeconds(5);
    Duration requestTimeout = Duration.ofSeconds(5);
    OutboundLimits outbound = OutboundLimits.DEFAULT;
    FramePace framePace = FramePace.DEFAULT;
    SocketOptions socket = SocketOptions.DEFAULT;

    @Nullable
    TlsOptions tls;

    @Nullable
    PayloadCodec payloadCodec;

    @Nullable
    Executor callbacks;

    @Nullable
    Supplier<String> token;

    @Nullable
    Duration idleTimeout = Duration.ofMinutes(5);

    boolean typedHeartbeats;
    int connections = 1;
    WhileDisconnected whileDisconnected = WhileDisconnected.WAIT;
    int offlinePublishes;

    @Nullable
    ClientObserver observer;

    Map.@Nullable Entry<String, String> service;

    final EnumSet<BrokerSetting> brokerSettings = EnumSet.noneOf(BrokerSetting.class);
    final EnumSet<FrameSetting> frameSettings = EnumSet.noneOf(FrameSetting.class);

    ClientValues() {}

    ClientValues(ClientValues other) {
        endpoints = other.endpoints;
        reconnect = other.reconnect;
        framing = other.framing;
        awaitInitialize = other.awaitInitialize;
        maxPayload = other.maxPayload;
        runtime = other.runtime;
        connectTimeout = other.connectTimeout;
        requestTimeout = other.requestTimeout;
        outbound = other.outbound;
        framePace = other.framePace;
        socket = other.socket;
        tls = other.tls;
        payloadCodec = other.payloadCodec;
        callbacks = other.callbacks;
        token = other.token;
        idleTimeout = other.idleTimeout;
        typedHeartbeats = other.typedHeartbeats;
        connections = other.connections;
        whileDisconnected = other.whileDisconnected;
        offlinePublishes = other.offlinePublishes;
        observer = other.observer;
        service = other.service;
        brokerSettings.addAll(other.brokerSettings);
        frameSettings.addAll(other.frameSettings);
    }

    /** Checks every setting, alone and together. */
    void check() {
        checkEndpoints();
        ClientLimits.inRange("connections", connections, 1, ClientLimits.MAX_CONNECTIONS);
        ClientLimits.inRange("maxPayload", maxPayload, 1, ClientLimits.MAX_PAYLOAD);
        ClientLimits.positive("connectTimeout", connectTimeout, ClientLimits.MAX_CONNECT_TIMEOUT);
        ClientLimits.requestTimeout("requestTimeout", requestTimeout);
        if (idleTimeout != null) {
            ClientLimits.positive("idleTimeout", idleTimeout, ClientLimits.MAX_IDLE_TIMEOUT);
        }
        ClientLimits.holdsLargestMessage(outbound, maxPayload);
        refuseHandlersOwn("pauseOnConnect", socket.pauseOnConnect());
        refuseHandlersOwn("allowHalfOpen", socket.allowHalfOpen());
    }

    private void checkEndpoints() {
        if (endpoints.isEmpty()) {
            throw new IllegalArgumentException("endpoint is not set: endpoint(host, port)");
        }
        ClientLimits.inRange("number of endpoints", endpoints.size(), 1, MAX_ENDPOINTS);
        if (Set.copyOf(endpoints).size() != endpoints.size()) {
            throw new IllegalArgumentException("endpoints are " + endpoints + ", allowed is each once");
        }
        for (Endpoint endpoint : endpoints) {
            ClientLimits.inRange("endpoint port", endpoint.port(), 1, 65_535);
        }
    }

    private static void refuseHandlersOwn(String option, boolean set) {
        if (set) {
            throw new IllegalArgumentException("socket option " + option
                    + "=true is for frame listeners, whose handlers act on it; a client reads and closes by itself");
        }
    }

    /** Shows every setting. */
    String described() {
        return "endpoints=" + endpoints + ", reconnect=" + reconnect + ", framing=" + framing + ", awaitInitialize="
                + awaitInitialize
                + ", maxPayload="
                + maxPayload + ", runtime=" + shown(runtime, "shared") + ", connectTimeout=" + connectTimeout
                + ", requestTimeout=" + requestTimeout + ", idleTimeout=" + shown(idleTimeout, "none")
                + ", typedHeartbeats=" + typedHeartbeats + ", outbound=" + outbound + ", framePace=" + framePace
                + ", socket=" + socket + ", tls="
                + shown(tls, "none") + ", payloadCodec=" + shown(payloadCodec, "default") + ", callbacks="
                + shown(callbacks, "event loop") + ", token=" + (token == null ? "none" : "***")
                + ", connections=" + connections + ", whileDisconnected=" + whileDisconnected + ", offlinePublishes="
                + offlinePublishes + ", observer=" + shown(observer, "none") + ", service=" + shown(service, "none");
    }

    private static Object shown(@Nullable Object value, String otherwise) {
        return value == null ? otherwise : value;
    }
}
