package io.trunkline.server.internal.room;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Knows who is there and who is in which room; a room is there while somebody is in it.
 *
 * <pre>{@code
 *             enter             add, join                  remove
 *  (unknown) ───────▶ KNOWN ──────────────────▶ PRESENT ──────────▶ KNOWN ─▶ ...
 *      ▲                │                          │
 *      └──── forget ────┴──────────────────────────┘      who is unknown can neither be added nor join
 * }</pre>
 *
 * <p>So a join that meets the end of its member leaves nothing behind: it comes before the end, which takes it back, or
 * after it and is refused.
 *
 * <p>Thread-safe. Changes are guarded by {@code lock}; lists are snapshots, without whoever left before they were asked for.
 *
 * @param <C> who is there, equal by identity
 */
public final class RoomTable<C> {
    /** How a change went. */
    public enum Outcome {
        /** It is so now, and was not before. */
        DONE,
        /** It was so before. */
        UNCHANGED,
        /** It would exceed the bound of this one, or of all. */
        LIMIT,
        /** Nobody knows this one, or not any more. */
        UNKNOWN
    }

    private final ReentrantLock lock = new ReentrantLock();
    private final Map<C, Entry> known = new HashMap<>();
    private final Group<C> present = new Group<>();
    private final Map<String, Group<C>> rooms = new ConcurrentHashMap<>();
    private final int perMember;
    private final int inAll;
    private int held;

    /**
     * Makes an empty table.
     *
     * @param perMember the rooms that one may be in
     * @param inAll the sum of that over everybody
     */
    public RoomTable(int perMember, int inAll) {
        this.perMember = perMember;
        this.inAll = inAll;
    }

    /** Makes somebody known; true if they were not, and the caller then sees to it that they are forgotten. */
    public boolean enter(C who) {
        lock.lock();
        try {
            return known.putIfAbsent(who, new Entry()) == null;
        } finally {
            lock.unlock();
        }
    }

    /** Makes somebody present, or says something else of who is. */
    public Outcome add(C who, Map<String, Object> metadata) {
        lock.lock();
        try {
            Entry entry = known.get(who);
            if (entry == null) {
                return Outcome.UNKNOWN;
            }
            entry.metadata(metadata);
            return present.add(who, entry) ? Outcome.DONE : Outcome.UNCHANGED;
        } finally {
            lock.unlock();
        }
    }

    /** Puts somebody into a room, and makes them present. */
    public Outcome join(String room, C who) {
        lock.lock();
        try {
            Entry entry = known.get(who);
            if (entry == null) {
                return Outcome.UNKNOWN;
            }
            if (entry.rooms().contains(room)) {
                return Outcome.UNCHANGED;
            }
            if (entry.rooms().size() >= perMember || held >= inAll) {
                return Outcome.LIMIT;
            }
            put(room, who, entry);
            return Outcome.DONE;
        } finally {
            lock.unlock();
        }
    }

    private void put(String room, C who, Entry entry) {
        assert lock.isHeldByCurrentThread();
        present.add(who, entry);
        rooms.computeIfAbsent(room, name -> new Group<>()).add(who, entry);
        entry.rooms().add(room);
        held++;
    }

    /** Takes somebody out of a room; false if they are not in it. */
    public boolean leave(String room, C who) {
        lock.lock();
        try {
            Entry entry = known.get(who);
            if (entry == null || !entry.rooms().remove(room)) {
                return false;
            }
            takeOut(room, who);
            return true;
        } finally {
            lock.unlock();
        }
    }

    private void takeOut(String room, C who) {
        assert lock.isHeldByCurrentThread();
        Group<C> group = rooms.get(room);
        if (group != null && group.remove(who)) {
            held--;
            if (group.isEmpty()) {
                rooms.remove(room);
            }
        }
    }

    /** Takes somebody out of all rooms; they stay known. False if they were not present. */
    public boolean remove(C who) {
        lock.lock();
        try {
            Entry entry = known.get(who);
            if (entry == null) {
                return false;
            }
            entry.rooms().forEach(room -> takeOut(room, who));
            entry.rooms().clear();
            entry.metadata(Map.of());
            return present.remove(who);
        } finally {
            lock.unlock();
        }
    }

    /** Does the same, and knows nothing of them any more. */
    public void forget(C who) {
        lock.lock();
        try {
            remove(who);
            known.remove(who);
        } finally {
            lock.unlock();
        }
    }

    /** Lists a room, in the order in which they joined; empty if there is none. */
    public List<Place<C>> members(String room) {
        Group<C> group = rooms.get(room);
        return group == null ? List.of() : group.members(lock);
    }

    /** Lists all who are present, in the order in which they came. */
    public List<Place<C>> members() {
        return present.members(lock);
    }

    /** Lists the rooms of one, in the order in which they were joined. */
    public Set<String> of(C who) {
        lock.lock();
        try {
            Entry entry = known.get(who);
            return entry == null ? Set.of() : Set.copyOf(entry.rooms());
        } finally {
            lock.unlock();
        }
    }

    /** Lists the rooms that somebody is in. */
    public Set<String> names() {
        return Set.copyOf(rooms.keySet());
    }

    /** Tells whether nobody is known, and nothing is left of those who were. */
    public boolean isEmpty() {
        lock.lock();
        try {
            return known.isEmpty() && rooms.isEmpty() && held == 0 && present.isEmpty();
        } finally {
            lock.unlock();
        }
    }
}
