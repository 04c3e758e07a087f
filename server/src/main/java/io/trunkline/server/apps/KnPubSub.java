package io.trunkline.server.apps;

import io.trunkline.JsonMessage;
import io.trunkline.codec.FrameFormat;
import io.trunkline.codec.internal.json.JsonText;
import io.trunkline.server.RoomLimits;
import io.trunkline.server.internal.room.ConnectionRooms;
import io.trunkline.server.internal.room.RoomTable;
import io.trunkline.server.internal.room.VisibleName;
import io.trunkline.transport.ConnectionHandler;
import io.trunkline.transport.FrameConnection;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The publish/subscribe server of kn-sock: exact topics, no acknowledgements, no errors.
 *
 * <pre>{@code
 * TrunklineServer.builder().listen(7003, KnPubSub.format(), KnPubSub.create())
 *
 * {"action":"subscribe","topic":t}
 * {"action":"unsubscribe","topic":t}
 * {"action":"publish","topic":t,"message":m}  ─▶ every subscriber of t, the sender too if it is one: {"topic":t,"message":m}
 * }</pre>
 *
 * <p>What cannot be done is logged and not answered: a topic of more than 255 bytes, or more of them than the limits allow.
 * One object is one set of topics. Thread-safe. Implements SPEC.md section 6.6.
 */
public final class KnPubSub implements ConnectionHandler.Factory<JsonMessage> {
    private static final Logger log = LoggerFactory.getLogger(KnPubSub.class);
    private static final String ACTION = "action";
    private static final String TOPIC = "topic";
    private static final String MESSAGE = "message";

    private final ConnectionRooms<JsonMessage> topics;

    private KnPubSub(RoomLimits limits) {
        this.topics = new ConnectionRooms<>(limits.roomsPerConnection(), limits.memberships());
    }

    /**
     * Makes a server without subscribers, with the default limits.
     *
     * @return for listeners of {@link #format()}
     */
    public static KnPubSub create() {
        return create(RoomLimits.defaults());
    }

    /**
     * Makes a server without subscribers.
     *
     * @param limits of subscriptions, each of which counts as a room that is joined
     * @return for listeners of {@link #format()}
     */
    public static KnPubSub create(RoomLimits limits) {
        return new KnPubSub(Objects.requireNonNull(limits, "limits"));
    }

    /**
     * Gives the format that such servers and their clients speak.
     *
     * @return JSON lines whose type is the member {@code action}
     */
    public static FrameFormat<JsonMessage> format() {
        return JsonMessage.in(FrameFormat.jsonLines(), ACTION);
    }

    @Override
    public ConnectionHandler<JsonMessage> open(FrameConnection<JsonMessage> connection) {
        return message -> receive(connection, message);
    }

    private void receive(FrameConnection<JsonMessage> connection, JsonMessage message) {
        String topic = message.text(TOPIC).filter(VisibleName::isShort).orElse(null);
        if (topic == null) {
            log.debug("conn={} event=ignored reason=no-topic", connection.id());
            return;
        }
        switch (message.type()) {
            case "subscribe" -> subscribe(connection, topic);
            case "unsubscribe" -> topics.table().leave(topic, connection);
            case "publish" -> publish(topic, message);
            default -> log.debug("conn={} event=ignored reason=unknown-action", connection.id());
        }
    }

    private void subscribe(FrameConnection<JsonMessage> connection, String topic) {
        if (topics.join(topic, connection) == RoomTable.Outcome.LIMIT) {
            log.debug("conn={} event=ignored reason=LIMIT_EXCEEDED", connection.id());
        }
    }

    private void publish(String topic, JsonMessage message) {
        JsonText event = JsonText.object().put(TOPIC, topic).raw(MESSAGE, AppMessages.passedOn(message, MESSAGE));
        topics.send(topic, JsonMessage.parse(event.toPayload(), ACTION), null);
    }
}
