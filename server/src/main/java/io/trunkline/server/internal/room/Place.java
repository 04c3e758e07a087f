package io.trunkline.server.internal.room;

import java.time.Instant;
import java.util.Map;

/**
 * Somebody's place, in one room or among all. Thread-safe.
 *
 * @param <C> who has it
 */
public final class Place<C> {
    private final C who;
    private final Instant since;
    private final Entry entry;

    Place(C who, Entry entry) {
        this.who = who;
        this.since = Instant.now();
        this.entry = entry;
    }

    /** Tells whose it is. */
    public C who() {
        return who;
    }

    /** Tells when they came, by the wall clock: for people. */
    public Instant since() {
        return since;
    }

    /** Gives what was said of them last. */
    public Map<String, Object> metadata() {
        return entry.metadata();
    }
}
