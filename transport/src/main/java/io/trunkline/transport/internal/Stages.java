package io.trunkline.transport.internal;

import io.trunkline.transport.OutboundLimits;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/** A loop's stages: made when first wanted, kept for ever, lent to one connection at a time. Loop-confined. */
final class Stages {
    /** 320 KiB per loop at most: connections beyond these, all written to in one turn, use chunks. */
    static final int MOST = 4;

    private final ArrayDeque<Stage> free = new ArrayDeque<>(MOST);
    private int made;

    /** Lends an empty one to a connection with these limits; null if all are lent. */
    @Nullable
    Stage take(OutboundLimits limits) {
        Stage stage = free.poll(); // The one given back last: its bytes are in the cache.
        if (stage == null && made < MOST) {
            made++;
            stage = new Stage();
        }
        return stage == null ? null : stage.lent(limits);
    }

    void give(Stage stage) {
        assert free.size() < made;
        assert stage.size() == 0 : "bytes would be lost";
        free.push(stage);
    }

    /** How many are lent. */
    int lent() {
        return made - free.size();
    }
}
