package io.trunkline.server;

import io.trunkline.server.internal.observe.StreamFigures;
import java.util.Map;

/**
 * Counts the streams of a server's multiplexed connections, at one moment.
 *
 * <p>Immutable.
 */
public final class StreamStats {
    /**
     * Sorts refusals of streams, as the peer is told.
     *
     * <p>Open: constants will be added, so a {@code switch} needs a {@code default}.
     */
    public enum Refused {
        /** The connection has as many streams as it may. */
        TOO_MANY_STREAMS,
        /** Peer or identity opens streams more often than it may. */
        RATE_LIMITED,
        /** Nobody serves streams of its type. */
        UNKNOWN_TYPE,
        /** The server is shutting down. */
        SHUTTING_DOWN,
        /** Its window was none. */
        FLOW_CONTROL
    }

    /**
     * Sorts the streams that did not end by an ordinary close.
     *
     * <p>Open: constants will be added, so a {@code switch} needs a {@code default}.
     */
    public enum Reset {
        /** By this side: its handler failed, refused it, reset it, or no worker was free for it. */
        LOCAL,
        /** By the peer, which gave a reason. */
        PEER,
        /** The peer sent or granted more than it may. */
        PEER_ERROR,
        /** Both sides opened one id at once. */
        COLLISION,
        /** Bytes waited too long for credit. */
        STALLED,
        /** Its connection ended before it. */
        CONNECTION_LOST
    }

    private final StreamFigures figures;

    StreamStats(StreamFigures figures) {
        this.figures = figures;
    }

    /**
     * Counts the streams that are open.
     *
     * @return of both sides
     */
    public long open() {
        return figures.open();
    }

    /**
     * Counts the streams that were ever open.
     *
     * @return of both sides; those that are open included, those that were refused not
     */
    public long opened() {
        return figures.opened();
    }

    /**
     * Counts the streams of peers that were refused.
     *
     * @return by reason, those that have occurred; unmodifiable
     */
    public Map<Refused, Long> refused() {
        return figures.refused();
    }

    /**
     * Counts the streams that did not end by an ordinary close.
     *
     * @return by whose doing it was, those that have occurred; unmodifiable
     */
    public Map<Reset, Long> reset() {
        return figures.reset();
    }

    /** Shows every figure. */
    @Override
    public String toString() {
        return "StreamStats[open=" + open() + " opened=" + opened() + " refused=" + refused() + " reset=" + reset()
                + "]";
    }
}
