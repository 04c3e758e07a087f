package io.trunkline.testing;

import io.trunkline.Payload;
import io.trunkline.testing.internal.proxy.Direction;
import io.trunkline.testing.internal.proxy.Tape;
import java.io.ByteArrayOutputStream;
import java.util.stream.Collectors;

/**
 * Shows the latest of what a {@link FaultProxy} has forwarded, after its faults, and how each sender ended: at most 1 MiB, and
 * 10,000 events.
 *
 * <p>Immutable.
 */
public final class Transcript {
    private final long seed;
    private final Tape.Snapshot snapshot;

    Transcript(long seed, Tape.Snapshot snapshot) {
        this.seed = seed;
        this.snapshot = snapshot;
    }

    /**
     * Gives the seed of the proxy, with which a run can be repeated.
     *
     * @return as {@link FaultProxy#seed}
     */
    public long seed() {
        return seed;
    }

    /**
     * Joins what the server was sent on one connection.
     *
     * @param connection 1 for the first that the proxy accepted
     * @return empty if there was nothing, or if it is forgotten
     */
    public Payload toServer(int connection) {
        return join(connection, Direction.TO_SERVER);
    }

    /**
     * Joins what the client was sent on one connection.
     *
     * @param connection 1 for the first that the proxy accepted
     * @return empty if there was nothing, or if it is forgotten
     */
    public Payload toClient(int connection) {
        return join(connection, Direction.TO_CLIENT);
    }

    private Payload join(int connection, Direction direction) {
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        for (Tape.Event event : snapshot.events()) {
            if (event.connection() == connection && event.direction() == direction) {
                joined.writeBytes(event.bytes().toBytes());
            }
        }
        return Payload.wrap(joined.toByteArray());
    }

    /**
     * Counts the events that were forgotten to keep within the bound.
     *
     * @return 0 if the transcript is whole
     */
    public long forgotten() {
        return snapshot.forgotten();
    }

    /** Lists the events, one a line, with the first bytes of each. */
    @Override
    public String toString() {
        return snapshot.events().stream()
                .map(Tape.Event::toString)
                .collect(Collectors.joining("\n", "seed=" + seed + " forgotten=" + forgotten() + "\n", "\n"));
    }
}
