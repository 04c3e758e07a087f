package io.trunkline.server.internal.file;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Knows the transfers that have streams of their own, so that an id is in use once per connection.
 *
 * <p>Thread-safe. Bounded by the streams that connections may have open.
 */
final class StreamIds {
    private record Id(String connectionId, String transferId) {}

    private final Set<Id> open = ConcurrentHashMap.newKeySet();

    /** Takes an id; false if a transfer of that connection has it. */
    boolean tryEnter(FilePeer peer, String transferId) {
        return open.add(new Id(peer.connectionId(), transferId));
    }

    void leave(FilePeer peer, String transferId) {
        open.remove(new Id(peer.connectionId(), transferId));
    }
}
