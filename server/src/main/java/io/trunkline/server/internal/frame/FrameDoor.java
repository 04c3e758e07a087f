package io.trunkline.server.internal.frame;

import io.trunkline.codec.FrameFormat;
import io.trunkline.codec.internal.frame.FrameLimits;
import io.trunkline.transport.ConnectionHandler;
import io.trunkline.transport.OutboundLimits;
import io.trunkline.transport.internal.ConnectionLogic;
import io.trunkline.transport.internal.FrameProtocol;
import io.trunkline.transport.internal.FrameSettings;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/** Makes the logic of the connections of one listener that speaks frames. Thread-safe. */
@FunctionalInterface
public interface FrameDoor {
    /**
     * What the listener gives to each of its connections. Immutable.
     *
     * @param maxFrame the frame limit
     * @param outbound the limits of the outbound queue
     * @param workers where handlers run
     * @param onLoop whether they run on the loop instead
     */
    record Settings(int maxFrame, OutboundLimits outbound, Executor workers, boolean onLoop) {}

    /**
     * Makes the maker of logics, once per listener.
     *
     * @param settings of the listener
     * @return gives a new logic for each connection
     */
    Supplier<ConnectionLogic> logics(Settings settings);

    /**
     * Joins a format and a user's handlers; {@code typed} answers heartbeats by itself.
     *
     * @param format what the connections speak
     * @param factory makes one handler per connection
     * @param <F> what a frame is
     * @return the door
     */
    static <F> FrameDoor of(FrameFormat<F> format, ConnectionHandler.Factory<F> factory) {
        ConnectionHandler.Factory<F> answering = TypedHeartbeats.answering(format, factory);
        return settings -> new FrameProtocol<>(new FrameSettings<>(
                        format,
                        FrameLimits.of(settings.maxFrame()),
                        settings.outbound(),
                        settings.workers(),
                        settings.onLoop()))
                .logics(answering);
    }
}
