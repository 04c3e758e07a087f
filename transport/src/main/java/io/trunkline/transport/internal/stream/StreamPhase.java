package io.trunkline.transport.internal.stream;

/**
 * Where a stream is for those who use it; the multiplexer, on the loop, is a little behind.
 *
 * <pre>{@code
 *  OPEN ──close──▶ CLOSING ──all sent──▶ ENDED
 *   │ │               │ reset              ▲
 *   │ └──reset──▶ RESETTING ───────────────┤
 *   └─ peer's close, a failure, connection lost (from everywhere)
 * }</pre>
 *
 * <p>Immutable.
 */
enum StreamPhase {
    /** Both sides may write. */
    OPEN,
    /** What is written is still to go out. */
    CLOSING,
    /** Nothing is to go out any more. */
    RESETTING,
    /** The multiplexer has ended it. */
    ENDED;

    boolean canBecome(StreamPhase next) {
        return switch (this) {
            case OPEN -> next != OPEN;
            case CLOSING -> next == RESETTING || next == ENDED;
            case RESETTING -> next == ENDED;
            case ENDED -> false;
        };
    }

    /** Whether what is written is sent. */
    boolean sends() {
        return this == OPEN || this == CLOSING;
    }

    /** Whether this side has ended it, and nothing is read any more. */
    boolean isClosedHere() {
        return this == CLOSING || this == RESETTING;
    }
}
