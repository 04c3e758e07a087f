package io.trunkline.server.internal.observe;

import io.trunkline.server.StreamStats;
import java.util.Map;

/**
 * What the streams of a server have done, at one moment. Immutable.
 *
 * @param open of both sides
 * @param opened ever
 * @param refused by reason
 * @param reset by whose doing it was
 */
public record StreamFigures(
        long open, long opened, Map<StreamStats.Refused, Long> refused, Map<StreamStats.Reset, Long> reset) {
    /** Copies the maps. */
    public StreamFigures {
        refused = Map.copyOf(refused);
        reset = Map.copyOf(reset);
    }
}
