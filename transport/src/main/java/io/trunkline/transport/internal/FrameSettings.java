package io.trunkline.transport.internal;

import io.trunkline.codec.FrameFormat;
import io.trunkline.codec.internal.frame.FrameLimits;
import io.trunkline.transport.OutboundLimits;
import java.util.concurrent.Executor;

/**
 * What every frame connection of one listener or client is given. Immutable.
 *
 * @param limits what is accepted, and what may be sent
 * @param outbound the limits that the connections have, for their overflow policy and stall timeout
 * @param workers where handlers run, and what follows a future by {@code thenXxxAsync}
 * @param onLoop whether handlers run on the event loop instead, where they must not block
 * @param hooks what a server has to do around them
 */
public record FrameSettings<F>(
        FrameFormat<F> format,
        FrameLimits limits,
        OutboundLimits outbound,
        Executor workers,
        boolean onLoop,
        FrameHooks<F> hooks) {
    /** Settings without hooks: a client's. */
    public FrameSettings(
            FrameFormat<F> format, FrameLimits limits, OutboundLimits outbound, Executor workers, boolean onLoop) {
        this(format, limits, outbound, workers, onLoop, FrameHooks.none());
    }
}
