package io.trunkline.transport.internal;

import io.trunkline.FrameException;
import java.time.Duration;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a server does around the handlers of one frame listener. Immutable.
 *
 * @param watch told of handlers
 * @param lastWords makes the frame that tells a peer of its bad frame; null where the format has none
 * @param notice makes the frame that tells a peer of the shutdown and its grace; null where the format has none
 */
public record FrameHooks<F>(
        HandlerWatch watch,
        @Nullable Function<FrameException, F> lastWords,
        @Nullable Function<Duration, F> notice) {
    /** Failures are logged, and that is all. */
    public static <F> FrameHooks<F> none() {
        return new FrameHooks<>(new HandlerWatch(), null, null);
    }
}
