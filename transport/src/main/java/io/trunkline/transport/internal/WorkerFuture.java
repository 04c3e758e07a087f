package io.trunkline.transport.internal;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/**
 * A future whose {@code thenXxxAsync} stages run on the workers instead of the common pool.
 *
 * <p>Thread-safe. Stages without {@code Async} run on whoever completes it, the event loop as a rule.
 */
public final class WorkerFuture<T> extends CompletableFuture<T> {
    private final Executor workers;

    public WorkerFuture(Executor workers) {
        this.workers = workers;
    }

    @Override
    public Executor defaultExecutor() {
        return workers;
    }

    @Override
    public <U> CompletableFuture<U> newIncompleteFuture() {
        return new WorkerFuture<>(workers);
    }
}
