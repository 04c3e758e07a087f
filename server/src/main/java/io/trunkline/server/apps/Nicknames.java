package io.trunkline.server.apps;

import io.trunkline.JsonMessage;
import io.trunkline.transport.FrameConnection;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Finds those who have logged in under a nickname; several may share one. Thread-safe. */
final class Nicknames {
    private final Map<String, Set<FrameConnection<JsonMessage>>> byName = new ConcurrentHashMap<>();

    void add(String nickname, FrameConnection<JsonMessage> connection) {
        byName.compute(nickname, (name, known) -> {
            Set<FrameConnection<JsonMessage>> all = known == null ? ConcurrentHashMap.newKeySet(1) : known;
            all.add(connection);
            return all;
        });
    }

    void remove(String nickname, FrameConnection<JsonMessage> connection) {
        byName.computeIfPresent(nickname, (name, all) -> {
            all.remove(connection);
            return all.isEmpty() ? null : all;
        });
    }

    /** Those who are called so now; none if nobody is. */
    Set<FrameConnection<JsonMessage>> find(String nickname) {
        return byName.getOrDefault(nickname, Set.of());
    }
}
