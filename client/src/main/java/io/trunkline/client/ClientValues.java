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
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The settings behind {@link ClientOptions} and their defaults: a builder changes its own, options never. Caller-confined. */
final class ClientValues {
    @Nullable
    Endpoint endpoint;

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

    final EnumSet<BrokerSetting> brokerSettings = EnumSet.noneOf(BrokerSetting.class);

    ClientValues() {}

    ClientValues(ClientValues other) {
        endpoint = other.endpoint;
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
        brokerSettings.addAll(other.brokerSettings);
    }

    /** Checks every setting, alone and together, and gives the one without a default. */
    Endpoint checkedEndpoint() {
        if (endpoint == null) {
            throw new IllegalArgumentException("endpoint is not set: endpoint(host, port)");
        }
        ClientLimits.inRange("endpoint port", endpoint.port(), 1, 65_535);
        ClientLimits.inRange("maxPayload", maxPayload, 1, ClientLimits.MAX_PAYLOAD);
        ClientLimits.positive("connectTimeout", connectTimeout, ClientLimits.MAX_CONNECT_TIMEOUT);
        ClientLimits.requestTimeout("requestTimeout", requestTimeout);
        ClientLimits.holdsLargestMessage(outbound, maxPayload);
        refuseHandlersOwn("pauseOnConnect", socket.pauseOnConnect());
        refuseHandlersOwn("allowHalfOpen", socket.allowHalfOpen());
        return endpoint;
    }

    private static void refuseHandlersOwn(String option, boolean set) {
        if (set) {
            throw new IllegalArgumentException("socket option " + option
                    + "=true is for frame listeners, whose handlers act on it; a client reads and closes by itself");
        }
    }

    /** Shows every setting. */
    String described() {
        return "endpoint=" + endpoint + ", framing=" + framing + ", awaitInitialize=" + awaitInitialize
                + ", maxPayload="
                + maxPayload + ", runtime=" + shown(runtime, "shared") + ", connectTimeout=" + connectTimeout
                + ", requestTimeout=" + requestTimeout + ", outbound=" + outbound + ", framePace=" + framePace
                + ", socket=" + socket + ", tls="
                + shown(tls, "none") + ", payloadCodec=" + shown(payloadCodec, "default") + ", callbacks="
                + shown(callbacks, "event loop") + ", token=" + (token == null ? "none" : "***");
    }

    private static Object shown(@Nullable Object value, String otherwise) {
        return value == null ? otherwise : value;
    }
}
