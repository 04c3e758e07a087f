package io.trunkline.server.apps;

import io.trunkline.JsonMessage;
import io.trunkline.server.Rooms;
import io.trunkline.transport.ConnectionHandler;
import io.trunkline.transport.FrameConnection;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Rooms for programs: a client may be in many, is known by its address and port, and writes to everybody or to one other.
 *
 * <pre>{@code
 * TrunklineServer.builder().listen(7002, JsonMessage.in(FrameFormat.lineLength()), LineRooms.create())
 *
 * ping                    ─▶ pong{timestamp}
 * broadcast{data}         ─▶ everybody else: broadcast{data,timestamp}
 * private{target,data}    ─▶ the target: private{from,data,timestamp}
 * join_room{room}         ─▶ the others in it: user_joined{connectionId,room,timestamp}
 * leave_room{room}, end   ─▶ the others in it: user_left{connectionId,room,timestamp}
 * }</pre>
 *
 * <p>Any format of JSON messages will do. One object is one set of rooms, on however many listeners. Thread-safe. Implements
 * SPEC.md section 6.3.
 */
public final class LineRooms implements ConnectionHandler.Factory<JsonMessage> {
    private final Rooms<JsonMessage> rooms;
    private final Map<String, FrameConnection<JsonMessage>> byId = new ConcurrentHashMap<>();

    private LineRooms(Rooms<JsonMessage> rooms) {
        this.rooms = rooms;
    }

    /**
     * Makes rooms of this process, with the default limits.
     *
     * @return for listeners of {@code JsonMessage.in(format)}
     */
    public static LineRooms create() {
        return create(Rooms.create());
    }

    /**
     * Makes an application over rooms of the caller's, which may send to them and look into them too.
     *
     * @param rooms of nobody else
     * @return for listeners of {@code JsonMessage.in(format)}
     */
    public static LineRooms create(Rooms<JsonMessage> rooms) {
        return new LineRooms(Objects.requireNonNull(rooms, "rooms"));
    }

    @Override
    public ConnectionHandler<JsonMessage> open(FrameConnection<JsonMessage> connection) {
        return new LineRoomsClient(connection, rooms, byId);
    }
}
