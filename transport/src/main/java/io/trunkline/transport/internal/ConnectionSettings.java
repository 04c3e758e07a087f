package io.trunkline.transport.internal;

import io.trunkline.transport.OutboundLimits;
import io.trunkline.transport.SocketOptions;

/** What every connection of one listener or client is given. Immutable. */
public record ConnectionSettings(SocketOptions socket, OutboundLimits outbound) {
    public static final ConnectionSettings DEFAULT =
            new ConnectionSettings(SocketOptions.DEFAULT, OutboundLimits.DEFAULT);
}
