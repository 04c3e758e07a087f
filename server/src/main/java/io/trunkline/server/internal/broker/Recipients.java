package io.trunkline.server.internal.broker;

import java.util.ArrayList;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.List;

/**
 * Who gets the events of one topic, by the loop that writes to them. Immutable.
 *
 * @param groups one per loop, none where nobody has subscribed
 */
record Recipients(List<Group> groups) {
    /**
     * Those on one loop.
     *
     * @param loop writes to them
     * @param peers in the order in which they were found
     */
    record Group(LoopFanOut loop, List<Peer> peers) {}

    static Recipients of(Collection<Peer> peers) {
        IdentityHashMap<LoopFanOut, List<Peer>> byLoop = new IdentityHashMap<>();
        peers.forEach(peer ->
                byLoop.computeIfAbsent(peer.fanOut(), loop -> new ArrayList<>()).add(peer));
        List<Group> groups = new ArrayList<>(byLoop.size());
        byLoop.forEach((loop, mine) -> groups.add(new Group(loop, List.copyOf(mine))));
        return new Recipients(List.copyOf(groups));
    }

    boolean isEmpty() {
        return groups.isEmpty();
    }
}
