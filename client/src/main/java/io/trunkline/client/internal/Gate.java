package io.trunkline.client.internal;

import io.trunkline.QueueFullException;
import io.trunkline.TrunklineException;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Holds back what is to be sent while there is no connection, and lets it through in order when there is one.
 *
 * <pre>{@code
 *          open: those that wait first, then whoever comes
 *  SHUT ──────────────────────────────────────────────────▶ OPEN        SHUT, OPEN ──close──▶ CLOSED: all are refused
 *    ▲                                                        │
 *    └───────────────────────── shut ─────────────────────────┘
 * }</pre>
 *
 * <p>It is open to newcomers only when nobody waits any more, so that the calls of one thread leave in their order. What
 * comes back from a connection that ended before any of it was sent takes its place before those that came later. A
 * connection that has refused something is ending, and is not offered again.
 *
 * <p>Thread-safe. Guarded by {@code lock}, under which nothing is called. {@link #open}, {@link #shut} are the primary
 * connection's loop's.
 */
final class Gate {
    /** As many as may be in flight. */
    static final int MAX_WAITING = InFlightTable.MAX_CALLS;

    /** Something to be sent. */
    abstract static class Waiter {
        private static final long NOWHERE = 0;

        /** Where it stands, also when it comes a second time. Guarded by the gate's lock. */
        private long place = NOWHERE;

        /** There is a connection. On its loop; must not fail for want of memory, or those behind it are lost. */
        abstract void admitted(BrokerSession session);

        /** There will be none. */
        abstract void refused(TrunklineException why);

        /** What it holds while it waits. */
        abstract long bytes();

        /** Whether it is a publish that nobody waits for. */
        abstract boolean isOneWay();
    }

    private final ReentrantLock lock = new ReentrantLock();
    private final long maxBytes;
    private final long maxOneWayBytes;
    private final TreeMap<Long, Waiter> waiting = new TreeMap<>();
    private volatile @Nullable BrokerSession session;
    private @Nullable Supplier<TrunklineException> closed;
    private long bytes;
    private long oneWayBytes;
    private long firstPlace = Waiter.NOWHERE;
    private long lastPlace = Waiter.NOWHERE;

    /**
     * @param maxBytes what calls that wait may hold
     * @param maxOneWayBytes what publishes that nobody waits for may hold
     */
    Gate(long maxBytes, long maxOneWayBytes) {
        this.maxBytes = maxBytes;
        this.maxOneWayBytes = maxOneWayBytes;
    }

    /** The connection to use, or null while there is none. */
    @Nullable
    BrokerSession session() {
        return session;
    }

    /** Waits for a connection, or gives the one that there is; throws if the gate is closed, or too much waits. */
    @Nullable
    BrokerSession enter(Waiter waiter) {
        return enter(waiter, false);
    }

    /** Does the same for one that was on its way before those that wait came. */
    @Nullable
    BrokerSession enterFirst(Waiter waiter) {
        return enter(waiter, true);
    }

    private @Nullable BrokerSession enter(Waiter waiter, boolean first) {
        lock.lock();
        try {
            BrokerSession open = session;
            if (open != null && open.takesCalls()) {
                return open;
            }
            if (closed != null) {
                throw closed.get();
            }
            assertRoomLocked(waiter);
            if (first) {
                waiter.place = --firstPlace;
            } else if (waiter.place == Waiter.NOWHERE) {
                waiter.place = ++lastPlace;
            }
            waiting.put(waiter.place, waiter);
            countLocked(waiter, waiter.bytes());
            return null;
        } finally {
            lock.unlock();
        }
    }

    private void assertRoomLocked(Waiter waiter) {
        long held = waiter.isOneWay() ? oneWayBytes : bytes;
        long most = waiter.isOneWay() ? maxOneWayBytes : maxBytes;
        if (held + waiter.bytes() > most) {
            throw new QueueFullException(
                    "not connected, and too many bytes wait for a connection", most, held + waiter.bytes());
        }
        if (waiting.size() >= MAX_WAITING) {
            throw new QueueFullException(
                    "not connected, and too many calls wait for a connection", MAX_WAITING, MAX_WAITING + 1L);
        }
    }

    private void countLocked(Waiter waiter, long change) {
        if (waiter.isOneWay()) {
            oneWayBytes += change;
        } else {
            bytes += change;
        }
    }

    /** Waits no longer; false if it has been let through or refused. */
    boolean leave(Waiter waiter) {
        lock.lock();
        try {
            boolean left = waiting.remove(waiter.place, waiter);
            if (left) {
                countLocked(waiter, -waiter.bytes());
            }
            return left;
        } finally {
            lock.unlock();
        }
    }

    /** Lets those through that wait, then everybody; nobody over a connection that is ending. */
    void open(BrokerSession opened) {
        List<Waiter> next = takeOrOpen(opened);
        while (!next.isEmpty()) {
            // No iterator: for want of memory for one, those that were taken out would be lost.
            for (int i = 0; i < next.size(); i++) {
                next.get(i).admitted(opened);
            }
            next = takeOrOpen(opened);
        }
    }

    private List<Waiter> takeOrOpen(BrokerSession opened) {
        lock.lock();
        try {
            if (!opened.takesCalls()) {
                return List.of(); // Its end is about to be told; those that wait do so for the next.
            }
            if (waiting.isEmpty() && closed == null) {
                session = opened;
            }
            return takeAllLocked();
        } finally {
            lock.unlock();
        }
    }

    private List<Waiter> takeAllLocked() {
        List<Waiter> all = List.copyOf(waiting.values());
        waiting.clear();
        bytes = 0;
        oneWayBytes = 0;
        return all;
    }

    /** There is no connection for now. */
    void shut() {
        lock.lock();
        try {
            session = null;
        } finally {
            lock.unlock();
        }
    }

    /** There will be no connection any more for whoever comes from now on; see {@link #refuseWaiting}. */
    void close(Supplier<TrunklineException> why) {
        lock.lock();
        try {
            if (closed == null) {
                closed = why;
                session = null;
            }
        } finally {
            lock.unlock();
        }
    }

    /** Tells those that waited when the gate was closed. */
    void refuseWaiting() {
        List<Waiter> refused;
        Supplier<TrunklineException> why;
        lock.lock();
        try {
            why = Objects.requireNonNull(closed, "closed first");
            refused = takeAllLocked();
        } finally {
            lock.unlock();
        }
        refused.forEach(waiter -> waiter.refused(why.get()));
    }

    /** Why nothing more is let through, or null while it may be. */
    @Nullable
    TrunklineException refusal() {
        lock.lock();
        try {
            return closed == null ? null : closed.get();
        } finally {
            lock.unlock();
        }
    }

    /** Counts those that wait. */
    int waiting() {
        lock.lock();
        try {
            return waiting.size();
        } finally {
            lock.unlock();
        }
    }
}
