package io.trunkline.server.internal.room;

import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** One who is known: their rooms, guarded by the table's lock, and what was said of them. */
final class Entry {
    private final Set<String> rooms = new LinkedHashSet<>(4); // Most are in one room, and there may be many of them.
    private volatile Map<String, Object> metadata = Map.of();

    Set<String> rooms() {
        return rooms;
    }

    Map<String, Object> metadata() {
        return metadata;
    }

    void metadata(Map<String, Object> said) {
        metadata = said;
    }
}
