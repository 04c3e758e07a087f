package io.trunkline.transport.internal;

import io.trunkline.transport.FramePace;
import io.trunkline.transport.OutboundLimits;
import io.trunkline.transport.SocketOptions;
import io.trunkline.transport.internal.tls.TlsEngines;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What every connection of one listener or client is given. Immutable.
 *
 * @param tls null for a plain connection
 * @param handshakeTimeout from accept or connect to the end of the TLS handshake
 * @param idleTimeout without a byte either way; null for none
 * @param framePace what a frame that has begun may take
 * @param gate decides who may come in, and is told of everyone's end; null for none
 * @param accepted whether the other end has connected, and is not read while it does not read
 * @param tracker learns of each connection; null for nobody
 */
public record ConnectionSettings(
        SocketOptions socket,
        OutboundLimits outbound,
        @Nullable TlsEngines tls,
        Duration handshakeTimeout,
        @Nullable Duration idleTimeout,
        FramePace framePace,
        @Nullable AcceptGate gate,
        boolean accepted,
        @Nullable ConnectionTracker tracker) {
    /** As SPEC.md section 7 has it. */
    private static final Duration HANDSHAKE_TIMEOUT = Duration.ofSeconds(5);

    public static final ConnectionSettings DEFAULT =
            new ConnectionSettings(SocketOptions.DEFAULT, OutboundLimits.DEFAULT);

    /** A plain connection that may be silent for ever. */
    public ConnectionSettings(SocketOptions socket, OutboundLimits outbound) {
        this(socket, outbound, null, HANDSHAKE_TIMEOUT, null, FramePace.DEFAULT, null, false, null);
    }

    public ConnectionSettings withTls(@Nullable TlsEngines engines) {
        return new ConnectionSettings(
                socket, outbound, engines, handshakeTimeout, idleTimeout, framePace, gate, accepted, tracker);
    }

    public ConnectionSettings withHandshakeTimeout(Duration timeout) {
        return new ConnectionSettings(socket, outbound, tls, timeout, idleTimeout, framePace, gate, accepted, tracker);
    }

    public ConnectionSettings withIdleTimeout(@Nullable Duration timeout) {
        return new ConnectionSettings(
                socket, outbound, tls, handshakeTimeout, timeout, framePace, gate, accepted, tracker);
    }

    public ConnectionSettings withFramePace(FramePace pace) {
        return new ConnectionSettings(
                socket, outbound, tls, handshakeTimeout, idleTimeout, pace, gate, accepted, tracker);
    }

    public ConnectionSettings withGate(@Nullable AcceptGate keeper) {
        return new ConnectionSettings(
                socket, outbound, tls, handshakeTimeout, idleTimeout, framePace, keeper, accepted, tracker);
    }

    public ConnectionSettings withTracker(ConnectionTracker who) {
        return new ConnectionSettings(
                socket, outbound, tls, handshakeTimeout, idleTimeout, framePace, gate, accepted, who);
    }

    /** Settings of connections that come in. */
    ConnectionSettings asAccepted() {
        return new ConnectionSettings(
                socket, outbound, tls, handshakeTimeout, idleTimeout, framePace, gate, true, tracker);
    }
}
