package io.trunkline.client;

/**
 * Where a client stands in its life.
 *
 * <p>Open: constants may be added, so a {@code switch} over it needs a {@code default}.
 *
 * <pre>{@code
 * CONNECTING ──▶ READY ──▶ DRAINING ──▶ CLOSED
 *      │           │  ▲                    ▲
 *      │           ▼  │                    │
 *      │       RECONNECTING ───────────────┤
 *      └───────────────────────────────────┘
 * }</pre>
 */
public enum ClientState {
    /** The first connection is being made. */
    CONNECTING,
    /** Connected: the broker has said that it is ready. */
    READY,
    /** The connection was lost and another one is being made. */
    RECONNECTING,
    /** New calls are refused while those in flight finish. */
    DRAINING,
    /** Nothing is sent or received any more, for ever. */
    CLOSED
}
