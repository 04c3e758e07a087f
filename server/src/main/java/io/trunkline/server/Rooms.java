package io.trunkline.server;

import io.trunkline.ErrorCode;
import io.trunkline.PayloadException;
import io.trunkline.ReplyException;
import io.trunkline.codec.FrameFormat;
import io.trunkline.server.internal.room.ConnectionRooms;
import io.trunkline.server.internal.room.RoomLink;
import io.trunkline.server.internal.room.RoomTable;
import io.trunkline.server.internal.room.VisibleName;
import io.trunkline.transport.FrameConnection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Groups connections by name, and sends to a whole group: each frame is encoded once.
 *
 * <pre>{@code
 * Rooms<JsonMessage> rooms = Rooms.create();
 * TrunklineServer.builder().listen(7001, JsonMessage.in(FrameFormat.lineLength()), connection -> {
 *     rooms.join("lobby", connection);
 *     return message -> rooms.send("lobby", message, connection);   // to all but the sender
 * })
 * }</pre>
 *
 * <p>A room is there while a connection is in it. A connection that closes leaves by itself, at the latest when its handler's
 * {@code onClose} is called; one that closes while it joins is not in.
 *
 * <p>A send returns when the frame is queued for everybody, without waiting for anyone. Frames that one thread sends, here
 * or by the connection itself, reach each connection in the order of its calls. A connection whose queue is full is closed
 * alone; under {@code DROP_OLDEST} and {@code DROP_NEWEST} it loses frames instead, which
 * {@link io.trunkline.transport.ConnectionStats#framesDropped} counts.
 *
 * <p>Over a {@link Backplane} a send reaches the same rooms of other processes too, once or not at all; members are those of
 * this process.
 *
 * <p>Names are of 1 to 255 bytes, without control, format or direction characters, since they end up in logs and on other
 * people's screens. Thread-safe; nothing blocks.
 *
 * @param <F> what one frame is to its user
 */
public final class Rooms<F> implements AutoCloseable {
    private final ConnectionRooms<F> rooms;
    private final RoomTable<FrameConnection<F>> table;
    private final RoomLimits limits;
    private final @Nullable RoomLink<F> link;

    private Rooms(RoomLimits limits, @Nullable RoomLink<F> link) {
        this.limits = limits;
        this.rooms = new ConnectionRooms<>(limits.roomsPerConnection(), limits.memberships());
        this.table = rooms.table();
        this.link = link;
    }

    /**
     * Makes rooms of this process, with the default limits.
     *
     * @param <F> what one frame is to its user
     * @return without connections
     */
    public static <F> Rooms<F> create() {
        return create(RoomLimits.defaults());
    }

    /**
     * Makes rooms of this process.
     *
     * @param limits what connections may hold of them
     * @param <F> what one frame is to its user
     * @return without connections
     */
    public static <F> Rooms<F> create(RoomLimits limits) {
        return new Rooms<>(Objects.requireNonNull(limits, "limits"), null);
    }

    /**
     * Makes rooms that reach into other processes, with the default limits.
     *
     * @param backplane joins the processes
     * @param group names these rooms among others of the backplane: 1 to 64 of a-z, 0-9, - and _; the same everywhere
     * @param format of the frames, the same everywhere
     * @param <F> what one frame is to its user
     * @return without connections; close it, or it stays joined
     * @throws IllegalArgumentException if the group's name has other characters
     */
    public static <F> Rooms<F> create(Backplane backplane, String group, FrameFormat<F> format) {
        return create(backplane, group, format, RoomLimits.defaults());
    }

    /**
     * Makes rooms that reach into other processes.
     *
     * @param backplane joins the processes
     * @param group names these rooms among others of the backplane: 1 to 64 of a-z, 0-9, - and _; the same everywhere
     * @param format of the frames, the same everywhere
     * @param limits what connections of this process may hold of them
     * @param <F> what one frame is to its user
     * @return without connections; close it, or it stays joined
     * @throws IllegalArgumentException if the group's name has other characters
     */
    public static <F> Rooms<F> create(Backplane backplane, String group, FrameFormat<F> format, RoomLimits limits) {
        Objects.requireNonNull(limits, "limits");
        if (!group.matches("[a-z0-9_-]{1,64}")) {
            throw new IllegalArgumentException("group must be 1 to 64 of a-z, 0-9, - and _");
        }
        RoomLink<F> link = new RoomLink<>(backplane, group, format);
        Rooms<F> made = new Rooms<>(limits, link);
        link.open(made::receive);
        return made;
    }

    /** What another process has sent; a frame that the format of one here cannot carry is that one's loss. */
    private void receive(String room, F frame) {
        if (room.equals(RoomLink.EVERYWHERE)) {
            rooms.broadcast(frame, null);
        } else {
            rooms.send(room, frame, null);
        }
    }

    /**
     * Takes a connection among those that {@link #broadcast} reaches; to join a room does so too.
     *
     * @param connection stays until it closes or is removed
     * @return false if it was there, or is closed
     */
    public boolean add(FrameConnection<F> connection) {
        return add(connection, Map.of());
    }

    /**
     * Does the same, and says something of it that {@link #members} shows.
     *
     * @param connection stays until it closes or is removed
     * @param metadata is copied, and replaces what was said before
     * @return false if it was there, or is closed
     */
    public boolean add(FrameConnection<F> connection, Map<String, ?> metadata) {
        return rooms.add(connection, Map.copyOf(metadata)) == RoomTable.Outcome.DONE;
    }

    /**
     * Takes a connection out of everything, as its end does.
     *
     * @param connection open or closed
     * @return false if it was not there
     */
    public boolean remove(FrameConnection<F> connection) {
        return table.remove(connection);
    }

    /**
     * Puts a connection into a room, which comes into being with its first member.
     *
     * @param room its name
     * @param connection added by this if it was not
     * @return false if it was in the room, or is closed
     * @throws ReplyException {@code INVALID_REQUEST}, reason {@code BAD_NAME}, if the name is refused;
     *     {@code SERVICE_UNAVAILABLE}, reason {@code LIMIT_EXCEEDED}, if a limit of {@link RoomLimits} is
     */
    public boolean join(String room, FrameConnection<F> connection) {
        VisibleName.require("room", room);
        return switch (rooms.join(room, connection)) {
            case DONE -> true;
            case UNCHANGED, UNKNOWN -> false;
            case LIMIT -> throw limitExceeded();
        };
    }

    private ReplyException limitExceeded() {
        return new ReplyException(
                ErrorCode.SERVICE_UNAVAILABLE,
                "At most " + limits.roomsPerConnection() + " rooms may be joined by one, and " + limits.memberships()
                        + " by all together",
                Map.of("reason", "LIMIT_EXCEEDED", "executed", "no"));
    }

    /**
     * Takes a connection out of a room, which is gone with its last member.
     *
     * @param room its name
     * @param connection stays added
     * @return false if it was not in the room
     */
    public boolean leave(String room, FrameConnection<F> connection) {
        return table.leave(room, connection);
    }

    /**
     * Lists a room of this process.
     *
     * @param room its name
     * @return immutable, in the order in which they joined; empty if there is no such room
     */
    public List<RoomMember<F>> members(String room) {
        return table.members(room).stream().map(RoomMember::new).toList();
    }

    /**
     * Lists all connections of this process that were added.
     *
     * @return immutable, in the order in which they came
     */
    public List<RoomMember<F>> members() {
        return table.members().stream().map(RoomMember::new).toList();
    }

    /**
     * Lists the rooms of a connection.
     *
     * @param connection open or closed
     * @return immutable, in no particular order; empty if it is in none
     */
    public Set<String> of(FrameConnection<F> connection) {
        return table.of(connection);
    }

    /**
     * Lists the rooms in which somebody of this process is.
     *
     * @return immutable, in no particular order
     */
    public Set<String> names() {
        return table.names();
    }

    /**
     * Sends a frame to a room.
     *
     * @param room its name; if nobody is in it, nothing is sent
     * @param frame encoded once
     * @return for how many connections of this process it was queued
     * @throws PayloadException if the format of a member cannot carry the frame; others have got it
     */
    public int send(String room, F frame) {
        return sent(rooms.send(room, frame, null), room, frame);
    }

    /**
     * Sends a frame to a room but for one connection.
     *
     * @param room its name; if nobody is in it, nothing is sent
     * @param frame encoded once
     * @param except in the room or not
     * @return for how many connections of this process it was queued
     * @throws PayloadException if the format of a member cannot carry the frame; others have got it
     */
    public int send(String room, F frame, FrameConnection<F> except) {
        return sent(rooms.send(room, frame, Objects.requireNonNull(except, "except")), room, frame);
    }

    /**
     * Sends a frame to all connections that were added.
     *
     * @param frame encoded once
     * @return for how many connections of this process it was queued
     * @throws PayloadException if the format of one cannot carry the frame; others have got it
     */
    public int broadcast(F frame) {
        return sent(rooms.broadcast(frame, null), RoomLink.EVERYWHERE, frame);
    }

    /**
     * Sends a frame to all connections that were added but one.
     *
     * @param frame encoded once
     * @param except added or not
     * @return for how many connections of this process it was queued
     * @throws PayloadException if the format of one cannot carry the frame; others have got it
     */
    public int broadcast(F frame, FrameConnection<F> except) {
        return sent(rooms.broadcast(frame, Objects.requireNonNull(except, "except")), RoomLink.EVERYWHERE, frame);
    }

    /** Ours first, then those of others: so what one thread sends keeps its order everywhere. */
    private int sent(int queued, String room, F frame) {
        if (link != null) {
            link.send(room, frame);
        }
        return queued;
    }

    /** Leaves the backplane, if it has one; connections stay, and are in rooms of this process from now on. */
    @Override
    public void close() {
        if (link != null) {
            link.close();
        }
    }

    @Override
    public String toString() {
        return "Rooms[" + table.members().size() + " connections, "
                + table.names().size() + " rooms]";
    }
}
