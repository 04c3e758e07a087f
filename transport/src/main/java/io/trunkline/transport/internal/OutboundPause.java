package io.trunkline.transport.internal;

import io.trunkline.transport.OutboundLimits;

/**
 * Stops reading an accepted peer that does not read us, so that its own requests cannot fill our memory.
 *
 * <pre>{@code
 * READING ──1 MiB or more wait for it──▶ PAUSED ──the low watermark is reached──▶ READING
 * }</pre>
 *
 * <p>Accepted connections only: two peers that both paused for their own outbound bytes could wait for each other for ever.
 * Loop-confined. Implements SPEC.md GEN-47 and GEN-48.
 */
final class OutboundPause {
    /** As SPEC.md section 7 has it: the answers to one full read buffer of small requests fit below it. */
    static final int PAUSE_AT = 1024 * 1024;

    private final TcpConnection connection;
    private final int mark;
    private final int low;
    private boolean paused;

    OutboundPause(TcpConnection connection, OutboundLimits limits) {
        this.connection = connection;
        this.mark = Math.max(PAUSE_AT, limits.high()); // Below the high watermark a pause would begin and end at once.
        this.low = limits.low();
    }

    /** Looks at what waits; the caller then asks whether to read. */
    void look() {
        int bytes = connection.outboundBytes();
        if (!paused && bytes >= mark) {
            paused = true;
            connection.events().pause(PauseReason.OUTBOUND);
        } else if (paused && bytes <= low) {
            paused = false;
            connection.events().resume(PauseReason.OUTBOUND);
        }
    }
}
