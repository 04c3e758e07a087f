package io.trunkline.server.internal.room;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The members of one room, or all who are present, in the order in which they came.
 *
 * <p>Changes are guarded by the table's lock. The snapshot is made by the first who asks after a change, so that a sender
 * pays for the changes and a thousand joins in a row do not copy a room a thousand times.
 *
 * @param <C> a member, equal by identity
 */
final class Group<C> {
    private final Map<C, Place<C>> places = new LinkedHashMap<>(4);
    private volatile @Nullable List<Place<C>> snapshot = List.of();

    /** False if it is in. */
    boolean add(C who, Entry entry) {
        if (places.containsKey(who)) {
            return false;
        }
        places.put(who, new Place<>(who, entry));
        snapshot = null;
        return true;
    }

    /** False if it is not in. */
    boolean remove(C who) {
        if (places.remove(who) == null) {
            return false;
        }
        snapshot = null;
        return true;
    }

    boolean isEmpty() {
        return places.isEmpty();
    }

    /** Gives the members; takes the lock only after a change. */
    List<Place<C>> members(ReentrantLock lock) {
        List<Place<C>> made = snapshot;
        if (made != null) {
            return made;
        }
        lock.lock();
        try {
            made = List.copyOf(places.values());
            snapshot = made;
            return made;
        } finally {
            lock.unlock();
        }
    }
}
