package io.trunkline.codec.internal.file;

/**
 * Where a transfer is, at its source.
 *
 * <pre>{@code
 *  OFFERED ──file_start_ack──▶ SENDING ──all chunks sent: file_end──▶ ENDING ──file_complete──▶ COMPLETE
 *     │                           │                                      │
 *     └───────────────────────────┴── error, stall, storage, lost ───────┴──▶ FAILED
 * }</pre>
 *
 * <p>Immutable.
 */
public enum SourceState {
    /** The start is out. */
    OFFERED,
    /** Chunks are read and sent. */
    SENDING,
    /** Everything is sent; the receiver verifies and stores. */
    ENDING,
    /** The receiver has the file. */
    COMPLETE,
    /** It has not. */
    FAILED;

    boolean canBecome(SourceState next) {
        return switch (this) {
            case OFFERED -> next == SENDING || next == FAILED;
            case SENDING -> next == ENDING || next == FAILED;
            case ENDING -> next == COMPLETE || next == FAILED;
            case COMPLETE, FAILED -> false;
        };
    }

    /**
     * Tells whether nothing more will happen.
     *
     * @return true in the two last states
     */
    public boolean isOver() {
        return this == COMPLETE || this == FAILED;
    }
}
