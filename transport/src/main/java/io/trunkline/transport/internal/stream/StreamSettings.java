package io.trunkline.transport.internal.stream;

import io.trunkline.Overflow;
import io.trunkline.codec.internal.mux.MuxLimits;
import io.trunkline.codec.internal.mux.MuxRole;
import io.trunkline.transport.OutboundLimits;
import io.trunkline.transport.StreamHandler;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * What every multiplexed connection of one listener or client is given. Immutable.
 *
 * @param role which end we are
 * @param limits what the peer may use
 * @param outbound the limits that the connections have
 * @param workers where handlers run and subscribers are called
 * @param handler for the streams that peers open; null to refuse them all
 * @param hooks what is done around streams and handlers
 */
public record StreamSettings(
        MuxRole role,
        MuxLimits limits,
        OutboundLimits outbound,
        Executor workers,
        @Nullable StreamHandler handler,
        StreamHooks hooks) {
    /** Settings whose handlers' failures are logged, and that is all. */
    public StreamSettings(
            MuxRole role,
            MuxLimits limits,
            OutboundLimits outbound,
            Executor workers,
            @Nullable StreamHandler handler) {
        this(role, limits, outbound, workers, handler, StreamHooks.none());
    }

    /** The protocol's limits, with what a listener or client sets by itself. */
    public static MuxLimits limits(int maxStreams, int maxFrame, OutboundLimits outbound) {
        MuxLimits usual = MuxLimits.DEFAULT;
        return new MuxLimits(
                maxStreams,
                usual.streamWindow(),
                usual.connectionWindow(),
                maxFrame,
                usual.maxResets(),
                usual.resetPeriod(),
                outbound.stall());
    }

    /**
     * The same limits for frames that we send by ourselves: credit keeps them few, so a full queue is a peer that grants much
     * and reads nothing, which is cut whatever a user's own frames would do.
     */
    OutboundLimits closing() {
        return new OutboundLimits(outbound.low(), outbound.high(), outbound.cap(), outbound.stall(), Overflow.CLOSE);
    }
}
