package io.trunkline.server;

import io.trunkline.server.internal.room.Place;
import io.trunkline.transport.FrameConnection;
import java.time.Instant;
import java.util.Map;

/**
 * A connection in a room, or among all that were added to {@link Rooms}.
 *
 * <p>Thread-safe. It stays what it is when the connection leaves.
 *
 * @param <F> what one frame is to its user
 */
public final class RoomMember<F> {
    private final Place<FrameConnection<F>> place;

    RoomMember(Place<FrameConnection<F>> place) {
        this.place = place;
    }

    /**
     * Gives the connection.
     *
     * @return the one that was added, perhaps closed by now
     */
    public FrameConnection<F> connection() {
        return place.who();
    }

    /**
     * Tells when it came: into the room whose members were listed, or among all.
     *
     * @return the wall clock's time, for people
     */
    public Instant joinedAt() {
        return place.since();
    }

    /**
     * Gives what was said of it when it was added.
     *
     * @return immutable; empty if nothing was said, or it has been removed
     */
    public Map<String, Object> metadata() {
        return place.metadata();
    }

    /** Shows the connection, and no metadata. */
    @Override
    public String toString() {
        return "RoomMember[" + connection().id() + "]";
    }
}
