package io.trunkline.testing.internal.proxy;

import io.trunkline.Payload;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * Remembers the latest that went through the proxy: at most 1 MiB and 10,000 events, oldest forgotten first.
 *
 * <p>Thread-safe: guarded by its own monitor.
 */
public final class Tape {
    /** Enough to see how a conversation ended, little enough to keep for every test. */
    private static final int MAX_BYTES = 1024 * 1024;
    /** A sliced stream has an event per byte. */
    private static final int MAX_EVENTS = 10_000;

    private final long startNanos = System.nanoTime();
    private final Deque<Event> events = new ArrayDeque<>();
    private int bytes;
    private long forgotten;

    /**
     * One thing that happened. Immutable.
     *
     * @param nanos since the proxy's start
     * @param connection the first one is 1
     * @param what happened; empty for bytes
     */
    public record Event(long nanos, int connection, Direction direction, String what, Payload bytes) {
        /** Shows time, connection, direction, and what it was. */
        @Override
        public String toString() {
            return String.format("%10.6f s #%d %s ", nanos / 1e9, connection, direction.arrow())
                    + (what.isEmpty() ? bytes : what);
        }
    }

    /** Everything that is remembered, and how many events are not. Immutable. */
    public record Snapshot(List<Event> events, long forgotten) {}

    void bytes(int connection, Direction direction, byte[] forwarded) {
        if (forwarded.length > 0) {
            add(connection, direction, "", Payload.of(forwarded));
        }
    }

    void event(int connection, Direction direction, String what) {
        add(connection, direction, what, Payload.EMPTY);
    }

    private synchronized void add(int connection, Direction direction, String what, Payload forwarded) {
        events.add(new Event(System.nanoTime() - startNanos, connection, direction, what, forwarded));
        bytes += forwarded.size();
        while (bytes > MAX_BYTES || events.size() > MAX_EVENTS) {
            bytes -= events.remove().bytes().size();
            forgotten++;
        }
    }

    /** What is remembered now. */
    public synchronized Snapshot snapshot() {
        return new Snapshot(List.copyOf(events), forgotten);
    }
}
