package io.trunkline.client;

import io.trunkline.PayloadCodec;
import io.trunkline.codec.Framing;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/** The setters of {@link ClientOptions.Builder} that only {@link TrunklineClient} understands, each written down as such. Caller-confined. */
abstract sealed class MessageSettings extends SharedSettings permits ClientOptions.Builder {
    MessageSettings(ClientValues set) {
        super(set);
    }

    /**
     * Chooses the framing of broker messages: default {@link Framing#ENVELOPE}. The other end must use the same.
     *
     * @param framing what the broker speaks; refused by {@link FrameClient}, whose format says it
     * @return this
     */
    public ClientOptions.Builder framing(Framing framing) {
        set.framing = Objects.requireNonNull(framing, "framing");
        set.brokerSettings.add(BrokerSetting.FRAMING);
        return self();
    }

    /**
     * Waits for the broker's first message while connecting: default true. False is for servers that send none; a
     * wrong framing or a peer that is no broker is then noticed by the first request only.
     *
     * @param awaitInitialize whether to wait; refused by {@link FrameClient}
     * @return this
     */
    public ClientOptions.Builder awaitInitialize(boolean awaitInitialize) {
        set.awaitInitialize = awaitInitialize;
        set.brokerSettings.add(BrokerSetting.AWAIT_INITIALIZE);
        return self();
    }

    /**
     * Replaces the codec of payloads: default JSON.
     *
     * @param codec thread-safe and quick, since it runs on the event loop; refused by {@link FrameClient}
     * @return this
     */
    public ClientOptions.Builder payloadCodec(PayloadCodec codec) {
        set.payloadCodec = Objects.requireNonNull(codec, "payloadCodec");
        set.brokerSettings.add(BrokerSetting.PAYLOAD_CODEC);
        return self();
    }

    /**
     * Completes futures on an executor: default on the event loop, where their plain stages must not block. If it
     * refuses a task, that future is completed on the event loop.
     *
     * @param callbacks where stages run; refused by {@link FrameClient}
     * @return this
     */
    public ClientOptions.Builder callbacks(Executor callbacks) {
        set.callbacks = Objects.requireNonNull(callbacks, "callbacks");
        set.brokerSettings.add(BrokerSetting.CALLBACKS);
        return self();
    }

    /**
     * Logs in on every connection, before anything else is sent: default none. A broker that does not accept the token
     * fails the connect, and is not asked again with the same one. Without TLS everybody on the way reads the token.
     *
     * @param token asked before each connect, on the thread that connects, where it may block; what it throws fails that
     *     connect; refused by {@link FrameClient}
     * @return this
     */
    public ClientOptions.Builder token(Supplier<String> token) {
        set.token = Objects.requireNonNull(token, "token");
        set.brokerSettings.add(BrokerSetting.TOKEN);
        return self();
    }

    /**
     * Spreads requests over several connections, each to the one with the fewest in flight: default 1. Publishes,
     * subscriptions and what the client serves stay on the first, whose state is the client's.
     *
     * @param connections 1 to 64; refused by {@link FrameClient}
     * @return this
     */
    public ClientOptions.Builder connections(int connections) {
        set.connections = connections;
        set.brokerSettings.add(BrokerSetting.CONNECTIONS);
        return self();
    }

    /**
     * Decides about requests and confirmed publishes that are made while there is no connection, or of which nothing
     * was sent when it was lost: default {@link WhileDisconnected#WAIT}, within their own time. What may have been sent
     * fails at once in either case. As many bytes as the outbound cap may wait.
     *
     * @param choice what they do; refused by {@link FrameClient}
     * @return this
     */
    public ClientOptions.Builder whileDisconnected(WhileDisconnected choice) {
        set.whileDisconnected = Objects.requireNonNull(choice, "whileDisconnected");
        set.brokerSettings.add(BrokerSetting.WHILE_DISCONNECTED);
        return self();
    }

    /**
     * Keeps one-way publishes that are made while there is no connection, and sends them on the next: default none, they
     * fail, NOT_SENT. Those that do not fit fail with {@link io.trunkline.QueueFullException}; those that wait when the
     * client is closed are lost.
     *
     * @param bytes of payloads that may wait, 1 to 67,108,864; refused by {@link FrameClient}
     * @return this
     */
    public ClientOptions.Builder offlinePublishes(int bytes) {
        ClientLimits.inRange("offlinePublishes", bytes, 1, ClientLimits.MAX_OFFLINE);
        set.offlinePublishes = bytes;
        set.brokerSettings.add(BrokerSetting.OFFLINE_PUBLISHES);
        return self();
    }

    /**
     * Registers the client among the broker's services, on every connection: default none.
     *
     * @param name 1 to 36 characters
     * @param description at most 1,024 characters
     * @return self(); refused by {@link FrameClient}
     */
    public ClientOptions.Builder service(String name, String description) {
        ClientLimits.inRange("length of the service's name", name.length(), 1, ClientLimits.MAX_SERVICE_NAME);
        ClientLimits.inRange(
                "length of the service's description", description.length(), 0, ClientLimits.MAX_DESCRIPTION);
        set.service = Map.entry(name, description);
        set.brokerSettings.add(BrokerSetting.SERVICE);
        return self();
    }

    /**
     * Has somebody watch the client: default nobody.
     *
     * @param observer called on workers; refused by {@link FrameClient}, whose handlers and receivers see it themselves
     * @return this
     */
    public ClientOptions.Builder observer(ClientObserver observer) {
        set.observer = Objects.requireNonNull(observer, "observer");
        set.brokerSettings.add(BrokerSetting.OBSERVER);
        return self();
    }
}
