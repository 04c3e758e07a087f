package io.trunkline.codec.internal.mux;

/**
 * Where one stream is in its life.
 *
 * <pre>{@code
 *          end()            all bytes sent
 *  OPEN ─────────▶ ENDING ─────────────────▶ AWAITING_CLOSE ──────▶ CLOSED
 *   │ │              │ │ reset, error               ▲   peer's stream_close,
 *   │ │              │ └────────────────────────────┤   or forgotten
 *   │ └──────────────┼── reset, error ──────────────┘
 *   │                │
 *   └────────────────┴── peer's stream_close, connection lost ────▶ CLOSED
 * }</pre>
 *
 * <p>Immutable.
 */
public enum StreamState {
    /** Both sides may send. */
    OPEN,
    /** We write no more; what waits for credit is still to go out, then the stream is closed. */
    ENDING,
    /** Our {@code stream_close} is out, its answer is not in; whatever else arrives is dropped. */
    AWAITING_CLOSE,
    /** Over; the id may be used again. */
    CLOSED;

    boolean canBecome(StreamState next) {
        return switch (this) {
            case OPEN -> next != OPEN;
            case ENDING -> next == AWAITING_CLOSE || next == CLOSED;
            case AWAITING_CLOSE -> next == CLOSED;
            case CLOSED -> false;
        };
    }

    boolean isLive() {
        return this == OPEN || this == ENDING;
    }
}
