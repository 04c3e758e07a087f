package io.trunkline.codec.internal.mux;

import org.jspecify.annotations.Nullable;

/**
 * Why a stream is over.
 *
 * <p>Immutable.
 *
 * @param cause whose doing it was
 * @param reason the text that stood, or stands, in {@code stream_close}; null for an ordinary close
 */
public record StreamEnd(Cause cause, @Nullable String reason) {
    static final StreamEnd CLOSED = new StreamEnd(Cause.LOCAL, null);
    static final StreamEnd COLLISION = new StreamEnd(Cause.COLLISION, "CONFLICT");
    static final StreamEnd FLOW_CONTROL = new StreamEnd(Cause.PEER_ERROR, "FLOW_CONTROL");
    static final StreamEnd TOO_LARGE = new StreamEnd(Cause.PEER_ERROR, "STREAM_TOO_LARGE");
    static final StreamEnd STALLED = new StreamEnd(Cause.STALLED, "WRITE_STALL");
    static final StreamEnd CONNECTION_LOST = new StreamEnd(Cause.CONNECTION_LOST, null);

    static StreamEnd byPeer(@Nullable String reason) {
        return new StreamEnd(Cause.PEER, reason);
    }

    static StreamEnd reset(@Nullable String reason) {
        return new StreamEnd(Cause.LOCAL, reason);
    }

    /** Whose doing the end of a stream was. May grow. */
    public enum Cause {
        /** We closed or reset it. */
        LOCAL,
        /** The peer closed or refused it. */
        PEER,
        /** Both sides opened the same id. */
        COLLISION,
        /** The peer broke a rule that concerns this stream alone. */
        PEER_ERROR,
        /** Written bytes waited too long for credit. */
        STALLED,
        /** The connection is over, or broke the protocol. */
        CONNECTION_LOST
    }
}
