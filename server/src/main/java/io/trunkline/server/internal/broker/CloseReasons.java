package io.trunkline.server.internal.broker;

import io.trunkline.transport.CloseReason;
import java.time.Duration;

/** The reasons for which a broker closes connections, where no numbers belong to them. */
final class CloseReasons {
    static final CloseReason PEER_ENDED = CloseReason.of(CloseReason.Kind.REMOTE, "the peer ended its output");
    static final CloseReason TOO_MANY_FAULTS =
            CloseReason.of(CloseReason.Kind.PROTOCOL, "the peer made more protocol errors than are forgiven");
    static final CloseReason SECOND_LOGIN =
            CloseReason.of(CloseReason.Kind.REFUSED, "the peer has logged in and did so again");

    private CloseReasons() {}

    static CloseReason silent(Duration time) {
        return CloseReason.of(
                CloseReason.Kind.HEARTBEAT,
                "no frame from the peer for " + time.toMillis() + " ms, a heartbeat included");
    }
}
