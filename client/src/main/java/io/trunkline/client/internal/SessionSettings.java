package io.trunkline.client.internal;

import io.trunkline.client.ClientOptions;
import io.trunkline.codec.Framing;
import io.trunkline.codec.internal.frame.FrameLimits;
import io.trunkline.codec.internal.message.HeaderParser;
import io.trunkline.transport.OutboundLimits;
import java.time.Duration;
import java.util.concurrent.Executor;

/**
 * What every session of one client is given.
 *
 * <p>Immutable.
 *
 * @param framing how messages are framed
 * @param awaitInitialize whether a session is ready only when the broker has said so
 * @param maxPayload the largest payload that may be sent
 * @param requestTimeout for the session's own requests
 * @param outbound bounds of what waits to be written
 * @param completions where futures complete
 * @param workers where receivers run
 * @param handlers where handlers of requests run; refuses when it is full
 * @param served what the client answers
 * @param unsent takes over calls that a connection's end kept from being sent
 */
record SessionSettings(
        Framing framing,
        boolean awaitInitialize,
        int maxPayload,
        Duration requestTimeout,
        OutboundLimits outbound,
        Completions completions,
        Executor workers,
        Executor handlers,
        ServedRoutes served,
        Unsent unsent) {

    /** The settings of a client that answers nothing, and whose calls end with their connection. */
    static SessionSettings of(ClientOptions options, Completions completions, Executor workers) {
        return of(options, completions, workers, workers, new ServedRoutes((topic, error) -> {}), Unsent.STAYS);
    }

    static SessionSettings of(
            ClientOptions options,
            Completions completions,
            Executor workers,
            Executor handlers,
            ServedRoutes served,
            Unsent unsent) {
        return new SessionSettings(
                options.framing(),
                options.awaitInitialize(),
                options.maxPayload(),
                options.requestTimeout(),
                options.outbound(),
                completions,
                workers,
                handlers,
                served,
                unsent);
    }

    /** What we accept: 1 MiB, or as much as we may send. */
    FrameLimits inboundLimits() {
        return FrameLimits.of(largestMessage());
    }

    /** What a peer is taken to accept until it says otherwise: what the user says that it does. */
    PeerLimits limitsBeforeHello() {
        return new PeerLimits(framing == Framing.ENVELOPE, 0, largestMessage(), largestMessage());
    }

    private int largestMessage() {
        long largest = (long) maxPayload + HeaderParser.MAX_LENGTH + 1;
        return (int) Math.min(FrameLimits.CEILING, Math.max(FrameLimits.DEFAULT_FRAME, largest));
    }
}
