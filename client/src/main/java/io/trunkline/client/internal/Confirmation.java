package io.trunkline.client.internal;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What became of a declaration: acknowledged by a broker once, or refused. The first outcome counts.
 *
 * <p>Thread-safe.
 */
final class Confirmation {
    private final CompletableFuture<Void> acknowledged = new CompletableFuture<>();
    private final CallFuture<Void> confirmed;
    private final Consumer<Runnable> completions;

    /**
     * @param workers run the stages that want to leave the loop
     * @param completions complete a future where the user wants its stages to run
     */
    Confirmation(Executor workers, Consumer<Runnable> completions) {
        this.confirmed = new CallFuture<>(new CallFuture.NothingToAbandon(workers));
        this.completions = completions;
    }

    /** Settles it. Whoever waits for the acknowledgement is woken last: what he holds then is confirmed. */
    void settle(@Nullable RuntimeException error) {
        Outcome<Void> outcome = new Outcome<>(null, error);
        completions.accept(() -> confirmed.settle(outcome));
        if (error == null) {
            acknowledged.complete(null);
        } else {
            acknowledged.completeExceptionally(error);
        }
    }

    boolean isAcknowledged() {
        return acknowledged.isDone() && !acknowledged.isCompletedExceptionally();
    }

    /** For the user. */
    CompletionStage<Void> confirmed() {
        return confirmed;
    }

    /** The same for callers that wait for it, completed without the user's executor, which they may be occupying. */
    CompletableFuture<Void> acknowledged() {
        return acknowledged;
    }
}
