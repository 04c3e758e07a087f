package io.trunkline.server.apps;

import io.trunkline.ErrorCode;
import io.trunkline.JsonMessage;
import io.trunkline.PayloadException;
import io.trunkline.ReplyException;
import io.trunkline.server.RoomMember;
import io.trunkline.server.Rooms;
import io.trunkline.server.internal.room.VisibleName;
import io.trunkline.transport.CloseReason;
import io.trunkline.transport.ConnectionHandler;
import io.trunkline.transport.FrameConnection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One client of a chat.
 *
 * <pre>{@code
 *              login                join_room
 *  (nameless) ──────▶ (in no room) ──────────▶ (in a room) ─ join_room ─▶ left, told, and in another
 *                          ▲                        │
 *                          └── leave_room, the end ─┘
 * }</pre>
 *
 * <p>Confined to where its connection's handler runs.
 */
final class ChatClient implements ConnectionHandler<JsonMessage> {
    private static final Logger log = LoggerFactory.getLogger(ChatClient.class);

    /** What {@link RoomMember#metadata} calls it. */
    private static final String NICKNAME = "nickname";

    private final FrameConnection<JsonMessage> connection;
    private final Rooms<JsonMessage> rooms;
    private final Nicknames nicknames;
    private final JsonReplies replies;
    private @Nullable String nickname;
    private @Nullable String room;

    ChatClient(FrameConnection<JsonMessage> connection, Rooms<JsonMessage> rooms, Nicknames nicknames) {
        this.connection = connection;
        this.rooms = rooms;
        this.nicknames = nicknames;
        this.replies = new JsonReplies(connection);
    }

    @Override
    public void onOpen() {
        rooms.add(connection);
    }

    @Override
    public void onFrame(JsonMessage message) {
        replies.answering(() -> receive(message));
    }

    private void receive(JsonMessage message) {
        switch (message.type()) {
            case "ping" -> replies.send(AppMessages.pong());
            case "chat" -> rooms.broadcast(message, connection);
            case "login" -> login(message);
            case "join_room" -> join(message);
            case "leave_room" -> leave();
            case "chat_message" -> say(message);
            case "private_message" -> whisper(message);
            default -> log.debug("conn={} event=unknown-type", connection.id());
        }
    }

    private void login(JsonMessage message) {
        String chosen = VisibleName.require(NICKNAME, AppMessages.requireText(message, NICKNAME));
        forgetName();
        nickname = chosen;
        nicknames.add(chosen, connection);
        rooms.add(connection, Map.of(NICKNAME, chosen));
        replies.send(AppMessages.message(AppMessages.typed("login_success")
                .put("clientId", connection.id())
                .put("message", "Welcome, " + chosen + "!")));
    }

    private String requireName() {
        String name = nickname;
        if (name == null) {
            throw new ReplyException(ErrorCode.INVALID_REQUEST, "Log in first", Map.of("executed", "no"));
        }
        return name;
    }

    private void join(JsonMessage message) {
        String name = requireName();
        String wanted = VisibleName.require("room", AppMessages.requireText(message, "room"));
        leave();
        if (!rooms.join(wanted, connection)) {
            return; // It is closing.
        }
        room = wanted;
        rooms.send(wanted, moved("user_joined", name, "joined"), connection);
        replies.send(AppMessages.message(
                AppMessages.typed("room_joined").put("room", wanted).put("users", nicknamesIn(wanted))));
    }

    private List<String> nicknamesIn(String wanted) {
        return rooms.members(wanted).stream()
                .map(member -> member.metadata().get(NICKNAME))
                .filter(String.class::isInstance)
                .map(String.class::cast)
                .toList();
    }

    private static JsonMessage moved(String type, String name, String how) {
        return AppMessages.message(
                AppMessages.typed(type).put(NICKNAME, name).put("message", name + " " + how + " the room"));
    }

    private void leave() {
        String left = room;
        if (left != null) {
            room = null;
            rooms.leave(left, connection);
            rooms.send(left, moved("user_left", requireName(), "left"), connection);
        }
    }

    private void say(JsonMessage message) {
        JsonMessage said = from("chat_message", message);
        if (room != null) {
            rooms.send(room, said, connection);
        }
    }

    private void whisper(JsonMessage message) {
        JsonMessage said = from("private_message", message);
        Set<FrameConnection<JsonMessage>> to = nicknames.find(AppMessages.requireText(message, "to"));
        if (to.isEmpty()) {
            throw new ReplyException(
                    ErrorCode.NO_ROUTE_FOUND, "Nobody is logged in under that nickname", Map.of("executed", "no"));
        }
        to.forEach(receiver -> new JsonReplies(receiver).deliver(said));
    }

    private JsonMessage from(String type, JsonMessage message) {
        return AppMessages.message(AppMessages.typed(type)
                .put("from", requireName())
                .raw("message", AppMessages.passedOn(message, "message"))
                .put("timestamp", AppMessages.now()));
    }

    @Override
    public void onInvalid(PayloadException problem) {
        replies.invalid(problem);
    }

    @Override
    public void onClose(CloseReason reason) {
        leave();
        forgetName();
    }

    private void forgetName() {
        if (nickname != null) {
            nicknames.remove(nickname, connection);
        }
    }
}
