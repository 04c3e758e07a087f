package io.trunkline.server.internal.room;

import io.trunkline.PayloadException;
import io.trunkline.transport.FrameConnection;
import io.trunkline.transport.internal.FrameFanOut;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Puts connections into rooms until they close, and sends to rooms; any name is a room.
 *
 * <p>Thread-safe; nothing blocks.
 *
 * @param <F> what one frame is to its user
 */
public final class ConnectionRooms<F> {
    private final RoomTable<FrameConnection<F>> table;

    /**
     * Makes rooms without connections.
     *
     * @param perConnection the rooms that one connection may be in
     * @param inAll the sum of that over all connections
     */
    public ConnectionRooms(int perConnection, int inAll) {
        this.table = new RoomTable<>(perConnection, inAll);
    }

    /** Gives what is known, to look at and to leave; whoever is to be in it enters by the methods here. */
    public RoomTable<FrameConnection<F>> table() {
        return table;
    }

    /** Makes a connection present, or says something else of it. */
    public RoomTable.Outcome add(FrameConnection<F> connection, Map<String, Object> metadata) {
        enter(connection);
        return table.add(connection, metadata);
    }

    /** Puts a connection into a room. */
    public RoomTable.Outcome join(String room, FrameConnection<F> connection) {
        enter(connection);
        return table.join(room, connection);
    }

    private void enter(FrameConnection<F> connection) {
        if (table.enter(connection)) {
            // Behind the entry, never before: one that is closed already is forgotten right here.
            connection.closed().whenComplete((reason, failure) -> table.forget(connection));
        }
    }

    /**
     * Sends to a room.
     *
     * @return for how many it was queued
     * @throws PayloadException if the format of a member cannot carry the frame; others have got it
     */
    public int send(String room, F frame, @Nullable FrameConnection<F> except) {
        return queue(table.members(room), frame, except);
    }

    /**
     * Sends to all who are present.
     *
     * @return for how many it was queued
     * @throws PayloadException if the format of one cannot carry the frame; others have got it
     */
    public int broadcast(F frame, @Nullable FrameConnection<F> except) {
        return queue(table.members(), frame, except);
    }

    private static <F> int queue(
            List<Place<FrameConnection<F>>> members, F frame, @Nullable FrameConnection<F> except) {
        FrameFanOut<F> fanOut = new FrameFanOut<>(Objects.requireNonNull(frame, "frame"));
        int queued = 0;
        try {
            for (Place<FrameConnection<F>> member : members) {
                if (member.who() != except && fanOut.to(member.who())) {
                    queued++;
                }
            }
        } finally {
            fanOut.finish();
        }
        PayloadException refused = fanOut.refused();
        if (refused != null) {
            throw refused;
        }
        return queued;
    }
}
