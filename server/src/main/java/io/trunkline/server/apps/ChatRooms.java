package io.trunkline.server.apps;

import io.trunkline.JsonMessage;
import io.trunkline.server.Rooms;
import io.trunkline.transport.ConnectionHandler;
import io.trunkline.transport.FrameConnection;
import java.util.Objects;

/**
 * A chat: people log in under a nickname, are in one room at most, and write to it, to everybody or to one another.
 *
 * <pre>{@code
 * TrunklineServer.builder().listen(7001, JsonMessage.in(FrameFormat.lengthPrefixed()), ChatRooms.create())
 *
 * ping                       ─▶ pong{timestamp}
 * chat{...}                  ─▶ the same to everybody else
 * login{nickname}            ─▶ login_success{clientId,message}
 * join_room{room}            ─▶ room_joined{room,users}; the others: user_joined{nickname,message}
 * leave_room, or the end     ─▶ the others: user_left{nickname,message}
 * chat_message{message}      ─▶ the others in the room: chat_message{from,message,timestamp}
 * private_message{to,message}─▶ whoever is called so: private_message{from,message,timestamp}
 * }</pre>
 *
 * <p>Any format of JSON messages will do. One object is one chat, on however many listeners. Thread-safe. Implements SPEC.md
 * section 6.2.
 */
public final class ChatRooms implements ConnectionHandler.Factory<JsonMessage> {
    private final Rooms<JsonMessage> rooms;
    private final Nicknames nicknames = new Nicknames();

    private ChatRooms(Rooms<JsonMessage> rooms) {
        this.rooms = rooms;
    }

    /**
     * Makes a chat of this process, with the default limits.
     *
     * @return for listeners of {@code JsonMessage.in(format)}
     */
    public static ChatRooms create() {
        return create(Rooms.create());
    }

    /**
     * Makes a chat in rooms of the caller's, which may send to them and look into them too.
     *
     * @param rooms of nobody else
     * @return for listeners of {@code JsonMessage.in(format)}
     */
    public static ChatRooms create(Rooms<JsonMessage> rooms) {
        return new ChatRooms(Objects.requireNonNull(rooms, "rooms"));
    }

    @Override
    public ConnectionHandler<JsonMessage> open(FrameConnection<JsonMessage> connection) {
        return new ChatClient(connection, rooms, nicknames);
    }
}
