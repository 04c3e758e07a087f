package io.trunkline.server.internal.observe;

import io.trunkline.codec.internal.mux.StreamEnd;
import io.trunkline.server.Refusal;
import io.trunkline.server.StreamStats;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Counts the streams of all connections of a server. Thread-safe; the figures are read one after the other while streams go on.
 */
public final class StreamCounts {
    /** What the wire says, and what it is for programs; reasons that are not here do not occur at a server. */
    private static final Map<String, StreamStats.Refused> REASONS = Map.of(
            "TOO_MANY_STREAMS", StreamStats.Refused.TOO_MANY_STREAMS,
            "RATE_LIMITED", StreamStats.Refused.RATE_LIMITED,
            "UNKNOWN_TYPE", StreamStats.Refused.UNKNOWN_TYPE,
            "SHUTTING_DOWN", StreamStats.Refused.SHUTTING_DOWN,
            "FLOW_CONTROL", StreamStats.Refused.FLOW_CONTROL);

    private final LongAdder opened = new LongAdder();
    private final LongAdder ended = new LongAdder();
    private final CountByKind<StreamStats.Refused> refused = new CountByKind<>(StreamStats.Refused.class);
    private final CountByKind<StreamStats.Reset> reset = new CountByKind<>(StreamStats.Reset.class);

    StreamCounts() {}

    /** A stream is open. */
    public void opened() {
        opened.increment();
    }

    /**
     * A stream of a peer's was refused.
     *
     * @param reason as the peer is told
     * @return how refusals of all kinds are sorted; null if this one is a fault of the peer's and no refusal of ours
     */
    public Refusal.@Nullable Reason refused(String reason) {
        StreamStats.Refused kind = REASONS.get(reason);
        if (kind == null) {
            return null;
        }
        refused.count(kind);
        return switch (kind) {
            case TOO_MANY_STREAMS -> Refusal.Reason.BUSY;
            case RATE_LIMITED -> Refusal.Reason.RATE;
            case SHUTTING_DOWN -> Refusal.Reason.SHUTTING_DOWN;
            case UNKNOWN_TYPE, FLOW_CONTROL -> null;
        };
    }

    /**
     * A stream is over.
     *
     * @param end how
     */
    public void ended(StreamEnd end) {
        ended.increment();
        StreamStats.Reset kind = kind(end);
        if (kind != null) {
            reset.count(kind);
        }
    }

    private static StreamStats.@Nullable Reset kind(StreamEnd end) {
        boolean orderly = end.reason() == null;
        return switch (end.cause()) {
            case LOCAL -> orderly ? null : StreamStats.Reset.LOCAL;
            case PEER -> orderly ? null : StreamStats.Reset.PEER;
            case PEER_ERROR -> StreamStats.Reset.PEER_ERROR;
            case COLLISION -> StreamStats.Reset.COLLISION;
            case STALLED -> StreamStats.Reset.STALLED;
            case CONNECTION_LOST -> StreamStats.Reset.CONNECTION_LOST;
        };
    }

    /**
     * Gives the sums.
     *
     * @return of this moment
     */
    public StreamFigures figures() {
        long over = ended.sum(); // First: a stream that ends meanwhile is open in these figures, never less than none.
        long ever = opened.sum();
        return new StreamFigures(ever - over, ever, refused.counts(), reset.counts());
    }
}
