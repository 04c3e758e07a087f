package io.trunkline.server.internal.frame;

import io.trunkline.codec.FrameFormat;
import io.trunkline.codec.internal.frame.FrameLimits;
import io.trunkline.server.internal.admission.RateRules;
import io.trunkline.server.internal.observe.Observation;
import io.trunkline.transport.ConnectionHandler;
import io.trunkline.transport.OutboundLimits;
import io.trunkline.transport.internal.ConnectionLogic;
import io.trunkline.transport.internal.FrameHooks;
import io.trunkline.transport.internal.FrameProtocol;
import io.trunkline.transport.internal.FrameSettings;
import io.trunkline.transport.internal.HandlerWatch;
import io.trunkline.transport.internal.Ticker;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

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
     * @param surroundings clock, and what watches the handlers
     */
    record Settings(
            int maxFrame, OutboundLimits outbound, Executor workers, boolean onLoop, Surroundings surroundings) {}

    /**
     * What a listener does around its handlers. Immutable.
     *
     * @param ticker counts heartbeats
     * @param watch told of handlers
     * @param rates what a connection may send; null for as much as it likes
     * @param observation told of what is refused, and of streams
     */
    record Surroundings(
            Ticker ticker, HandlerWatch watch, @Nullable RateRules rates, Observation observation) {}

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
        return settings -> {
            FrameDoor.Surroundings around = settings.surroundings();
            RateRules rates = around.rates();
            boolean answers = RefusedFrames.canAnswer(format);
            ConnectionHandler.Factory<F> limited =
                    rates != null && answers ? RefusedFrames.answering(factory, rates, around.observation()) : factory;
            Supplier<ConnectionLogic> logics = new FrameProtocol<>(new FrameSettings<>(
                            format,
                            FrameLimits.of(settings.maxFrame()),
                            settings.outbound(),
                            settings.workers(),
                            settings.onLoop(),
                            new FrameHooks<>(around.watch(), LastWords.in(format), ShutdownNotice.in(format))))
                    .logics(TypedHeartbeats.answering(format, limited, around.ticker()));
            return rates == null || answers
                    ? logics
                    : () -> new SlowedFrames(logics.get(), rates, around.observation());
        };
    }
}
