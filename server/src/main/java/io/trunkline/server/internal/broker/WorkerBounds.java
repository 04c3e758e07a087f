package io.trunkline.server.internal.broker;

import io.trunkline.transport.internal.RuntimeCore;
import java.util.concurrent.ThreadPoolExecutor;
import org.jspecify.annotations.Nullable;

/**
 * How many tasks a pool of workers takes. Immutable.
 *
 * @param threads that run at once
 * @param queue that may wait for one
 */
public record WorkerBounds(int threads, int queue) {
    /**
     * Measures the workers that a runtime made itself.
     *
     * @param runtime whose workers are meant
     * @return null where each task has a thread of its own, and where a user brought the workers and knows what they are for
     */
    public static @Nullable WorkerBounds of(RuntimeCore runtime) {
        return runtime.hasOwnWorkers() && runtime.workers() instanceof ThreadPoolExecutor pool
                ? new WorkerBounds(
                        pool.getMaximumPoolSize(),
                        pool.getQueue().size() + pool.getQueue().remainingCapacity())
                : null;
    }
}
