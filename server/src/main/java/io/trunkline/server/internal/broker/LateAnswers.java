package io.trunkline.server.internal.broker;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * Remembers the requests whose targets may still answer though nobody waits any more, so that one late answer is forgiven.
 *
 * <p>Bounded: the oldest is forgotten for the newest. A target that goes takes what it owed with it, at the cost of just that.
 * Thread-safe: guarded by itself.
 */
final class LateAnswers {
    private final int most;
    private final Map<UUID, Peer> targets = new LinkedHashMap<>();
    private final Map<Peer, Set<UUID>> byTarget = new HashMap<>();

    LateAnswers(int most) {
        this.most = most;
    }

    synchronized void add(UUID brokerId, Peer target) {
        targets.put(brokerId, target);
        byTarget.computeIfAbsent(target, peer -> new HashSet<>()).add(brokerId);
        if (targets.size() > most) {
            forgetOldest();
        }
    }

    private void forgetOldest() {
        Iterator<Map.Entry<UUID, Peer>> oldest = targets.entrySet().iterator();
        Map.Entry<UUID, Peer> entry = oldest.next();
        oldest.remove();
        forget(entry.getValue(), entry.getKey());
    }

    /** Takes one out; false if this peer does not owe it. */
    synchronized boolean remove(UUID brokerId, Peer target) {
        boolean owed = targets.remove(brokerId, target);
        if (owed) {
            forget(target, brokerId);
        }
        return owed;
    }

    private void forget(Peer target, UUID brokerId) {
        byTarget.computeIfPresent(target, (peer, owed) -> {
            owed.remove(brokerId);
            return owed.isEmpty() ? null : owed;
        });
    }

    /** Forgets all that a peer owes. */
    synchronized void removeAll(Peer target) {
        Set<UUID> owed = byTarget.remove(target);
        if (owed != null) {
            owed.forEach(targets::remove);
        }
    }

    synchronized int size() {
        return targets.size();
    }
}
