package io.trunkline.codec.internal.file;

/**
 * Where a transfer is, at its receiver.
 *
 * <pre>{@code
 *  PROPOSED ──accept──▶ RECEIVING ──all bytes, digest right──▶ STORING ──stored──▶ COMPLETE
 *     │                  │  │                                   │
 *     │ refused          │  │ fault, stall, not resumable       │ fault
 *     └──────────────────┼──┴───────────────────────────────────┴──▶ FAILED
 *                        └── connection lost, resumable ──▶ PARKED
 * }</pre>
 *
 * <p>Immutable.
 */
public enum TransferState {
    /** The start is legal; the caller looks for a place. */
    PROPOSED,
    /** Chunks are taken. */
    RECEIVING,
    /** Everything is there and verified; the caller makes it durable and names it. */
    STORING,
    /** The file has its name. */
    COMPLETE,
    /** Nothing is left of it. */
    FAILED,
    /** The connection is lost; what there is of it waits for the same start again. */
    PARKED;

    boolean canBecome(TransferState next) {
        return switch (this) {
            case PROPOSED -> next == RECEIVING || next == FAILED;
            case RECEIVING -> next == STORING || next == FAILED || next == PARKED;
            case STORING -> next == COMPLETE || next == FAILED;
            case COMPLETE, FAILED, PARKED -> false;
        };
    }

    /**
     * Tells whether nothing more will happen.
     *
     * @return true in the three last states
     */
    public boolean isOver() {
        return this == COMPLETE || this == FAILED || this == PARKED;
    }
}
