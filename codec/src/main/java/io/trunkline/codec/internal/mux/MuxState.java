package io.trunkline.codec.internal.mux;

/**
 * Where the multiplexer of one connection is in its life.
 *
 * <pre>{@code
 *  NEW ──start()──▶ RUNNING ──protocol error──▶ FAILED ──┐
 *   │                  │                                 │ connectionEnded()
 *   └──────────────────┴───── connectionEnded() ─────────┴──▶ ENDED
 * }</pre>
 *
 * <p>Immutable.
 */
enum MuxState {
    NEW,
    RUNNING,
    FAILED,
    ENDED;

    boolean canBecome(MuxState next) {
        return switch (this) {
            case NEW -> next == RUNNING || next == ENDED;
            case RUNNING -> next == FAILED || next == ENDED;
            case FAILED -> next == ENDED;
            case ENDED -> false;
        };
    }
}
