package io.trunkline.client.internal;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * A future that withdraws its request when a user ends it or one of its stages.
 *
 * <pre>{@code
 * requestAsync(..) ──▶ CallFuture ── thenApply(..) ──▶ CallFuture ── thenAccept(..) ──▶ CallFuture
 *                          ▲                                │ cancel, complete, orTimeout
 *                       settle                              ▼
 *                          └────────── call ◀────────── abandon()
 * }</pre>
 *
 * <p>Thread-safe. Stages that end in {@code Async} run on workers, not in the common pool.
 */
final class CallFuture<T> extends CompletableFuture<T> {
    /** What a future knows of its call. */
    interface Origin {
        /** Gives up the call unless it has ended; may be called often. */
        void abandon();

        /** Runs stages that asked to leave the loop. */
        Executor workers();
    }

    /** The origin of futures behind which there is no call of their own. */
    record NothingToAbandon(Executor workers) implements Origin {
        @Override
        public void abandon() {}
    }

    private final Origin origin;

    CallFuture(Origin origin) {
        this.origin = origin;
    }

    /** Completes with the call's own end; does nothing if a user was faster. */
    void settle(Outcome<? extends T> outcome) {
        RuntimeException error = outcome.error();
        if (error != null) {
            super.completeExceptionally(error);
        } else {
            super.complete(outcome.value());
        }
    }

    @Override
    public <U> CompletableFuture<U> newIncompleteFuture() {
        return new CallFuture<>(origin);
    }

    @Override
    public Executor defaultExecutor() {
        return origin.workers();
    }

    // The future first: whoever ends it must find it ended, even while the answer is on its way to another thread.
    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
        boolean cancelled = super.cancel(mayInterruptIfRunning);
        if (cancelled) {
            origin.abandon();
        }
        return cancelled;
    }

    @Override
    public boolean complete(@Nullable T value) {
        boolean completed = super.complete(value);
        if (completed) {
            origin.abandon();
        }
        return completed;
    }

    @Override
    public boolean completeExceptionally(Throwable error) {
        boolean completed = super.completeExceptionally(error);
        if (completed) {
            origin.abandon();
        }
        return completed;
    }
}
