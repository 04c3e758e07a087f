package io.trunkline.server.apps;

import io.trunkline.ErrorCode;
import io.trunkline.JsonMessage;
import io.trunkline.PayloadException;
import io.trunkline.ReplyException;
import io.trunkline.server.Rooms;
import io.trunkline.transport.CloseReason;
import io.trunkline.transport.ConnectionHandler;
import io.trunkline.transport.FrameConnection;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** One client of {@link LineRooms}. Confined to where its connection's handler runs. */
final class LineRoomsClient implements ConnectionHandler<JsonMessage> {
    /** What is shown to a peer of its own words, in an error. */
    private static final int SHOWN = 255;

    private final FrameConnection<JsonMessage> connection;
    private final Rooms<JsonMessage> rooms;
    private final Map<String, FrameConnection<JsonMessage>> byId;
    private final JsonReplies replies;

    /** Its own: when the end is told, the connection is in no room any more. */
    private final Set<String> joined = new LinkedHashSet<>(4);

    LineRoomsClient(
            FrameConnection<JsonMessage> connection,
            Rooms<JsonMessage> rooms,
            Map<String, FrameConnection<JsonMessage>> byId) {
        this.connection = connection;
        this.rooms = rooms;
        this.byId = byId;
        this.replies = new JsonReplies(connection);
    }

    @Override
    public void onOpen() {
        byId.put(connection.id(), connection);
        rooms.add(connection);
    }

    @Override
    public void onFrame(JsonMessage message) {
        replies.answering(() -> receive(message));
    }

    private void receive(JsonMessage message) {
        switch (message.type()) {
            case "ping" -> replies.send(AppMessages.pong());
            case "broadcast" -> broadcast(message);
            case "private" -> whisper(message);
            case "join_room" -> join(AppMessages.requireText(message, "room"));
            case "leave_room" -> leave(AppMessages.requireText(message, "room"));
            case "error" -> {} // Never answered by another.
            default ->
                throw new ReplyException(
                        ErrorCode.MALFORMED_MESSAGE,
                        "Unknown message type: " + shown(message.type()),
                        Map.of("reason", "UNKNOWN_TYPE", "executed", "no"));
        }
    }

    private static String shown(String text) {
        return text.length() > SHOWN ? text.substring(0, SHOWN) : text;
    }

    private void broadcast(JsonMessage message) {
        rooms.broadcast(
                AppMessages.message(AppMessages.typed("broadcast")
                        .raw("data", AppMessages.passedOn(message, "data"))
                        .put("timestamp", AppMessages.now())),
                connection);
    }

    private void whisper(JsonMessage message) {
        String target = AppMessages.requireText(message, "target");
        FrameConnection<JsonMessage> receiver = byId.get(target);
        if (receiver == null) {
            throw new ReplyException(
                    ErrorCode.NO_ROUTE_FOUND, "Unknown target: " + shown(target), Map.of("executed", "no"));
        }
        new JsonReplies(receiver)
                .deliver(AppMessages.message(AppMessages.typed("private")
                        .put("from", connection.id())
                        .raw("data", AppMessages.passedOn(message, "data"))
                        .put("timestamp", AppMessages.now())));
    }

    private void join(String room) {
        if (rooms.join(room, connection)) {
            joined.add(room);
            rooms.send(room, moved("user_joined", room), connection);
        }
    }

    private void leave(String room) {
        if (joined.remove(room)) {
            rooms.leave(room, connection);
            rooms.send(room, moved("user_left", room), connection);
        }
    }

    private JsonMessage moved(String type, String room) {
        return AppMessages.message(AppMessages.typed(type)
                .put("connectionId", connection.id())
                .put("room", room)
                .put("timestamp", AppMessages.now()));
    }

    @Override
    public void onInvalid(PayloadException problem) {
        replies.invalid(problem);
    }

    @Override
    public void onClose(CloseReason reason) {
        byId.remove(connection.id(), connection);
        Set.copyOf(joined).forEach(this::leave);
    }
}
