package io.trunkline.server.internal.broker;

import io.trunkline.server.internal.observe.CallWatch;
import io.trunkline.server.internal.observe.Observation;
import io.trunkline.transport.internal.Ticker;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * What every local request needs of the server. Immutable.
 *
 * @param ticker measures what is left of a timeout
 * @param workers run handlers and cancel actions
 * @param bounds of the workers, where they are few and one topic must not hold them all; null where they are not, or where
 *     their owner is to see to that
 * @param watch told of handlers
 */
public record LocalCalls(
        Ticker ticker, Executor workers, @Nullable WorkerBounds bounds, CallWatch watch) {
    /**
     * Calls that are counted and not told of, on workers without a bound.
     *
     * @param ticker measures what is left of a timeout
     * @param workers run handlers and cancel actions
     * @param bounds of the workers, or null
     */
    public LocalCalls(Ticker ticker, Executor workers, @Nullable WorkerBounds bounds) {
        this(ticker, workers, bounds, new CallWatch(Observation.silent()));
    }
}
