package io.trunkline.codec.internal.file;

/**
 * Where one named file is, on either side.
 *
 * <pre>{@code
 *  NAME ──LF──▶ SIZE ──LF──▶ CONTENT ──size bytes──▶ COMPLETE ──end of stream──▶ DONE
 *    │            │             │                        │
 *    └────────────┴─────────────┴── error, stall ────────┴──▶ FAILED
 * }</pre>
 *
 * <p>Immutable.
 */
enum NamedFileState {
    NAME,
    SIZE,
    CONTENT,
    COMPLETE,
    DONE,
    FAILED;

    boolean canBecome(NamedFileState next) {
        return switch (this) {
            case NAME -> next == SIZE || next == FAILED;
            case SIZE -> next == CONTENT || next == FAILED;
            case CONTENT -> next == COMPLETE || next == FAILED;
            case COMPLETE -> next == DONE || next == FAILED;
            case DONE, FAILED -> false;
        };
    }
}
