package io.trunkline.transport.internal;

import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link RuntimeCore} is made of. Immutable.
 *
 * @param loops at least 1
 * @param workers the user's own, left alone by a close, or null for ours
 * @param daemon whether the JVM may end while the runtime is open
 * @param spinNanos how long a loop looks for work before it sleeps; 0 for not at all
 * @param memoryBudget the bytes that all connections may hold together
 */
public record RuntimeSettings(
        int loops, @Nullable Executor workers, Ticker ticker, boolean daemon, long spinNanos, long memoryBudget) {
    /** Without a spin, and with a quarter of the heap. */
    public RuntimeSettings(int loops, @Nullable Executor workers, Ticker ticker, boolean daemon) {
        this(loops, workers, ticker, daemon, 0, MemoryBudget.defaultLimit());
    }
}
