package io.trunkline.client.internal;

import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Completes users' futures where their plain stages are to run: on the loop, or on the executor that they chose.
 *
 * <p>Thread-safe.
 */
final class Completions {
    private static final Logger LOG = LoggerFactory.getLogger(Completions.class);

    private final Object owner;
    private final @Nullable Executor executor;

    Completions(Object owner, @Nullable Executor executor) {
        this.owner = owner;
        this.executor = executor;
    }

    /** Whether {@link #run} runs on the caller's thread always. */
    boolean areHere() {
        return executor == null;
    }

    void run(Runnable completion) {
        if (executor == null) {
            completion.run();
            return;
        }
        try {
            executor.execute(() -> Callbacks.run(owner, completion));
        } catch (RejectedExecutionException e) {
            LOG.debug(
                    "event=callbacks-refused: completing on {}",
                    Thread.currentThread().getName(),
                    e);
            completion.run();
        }
    }
}
