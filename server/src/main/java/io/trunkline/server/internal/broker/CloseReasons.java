package io.trunkline.server.internal.broker;

import io.trunkline.transport.CloseReason;

/** The reasons for which a broker closes connections, where no numbers belong to them. */
final class CloseReasons {
    static final CloseReason PEER_ENDED = CloseReason.of(CloseReason.Kind.REMOTE, "the peer ended its output");
    static final CloseReason SILENT =
            CloseReason.of(CloseReason.Kind.HEARTBEAT, "no frame from the peer for 60 s, a heartbeat included");
    static final CloseReason TOO_MANY_FAULTS =
            CloseReason.of(CloseReason.Kind.PROTOCOL, "the peer made more protocol errors than are forgiven");

    private CloseReasons() {}
}
