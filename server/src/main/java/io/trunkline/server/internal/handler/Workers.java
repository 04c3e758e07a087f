package io.trunkline.server.internal.handler;

import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/** Hands tasks to an executor that may be full. Thread-safe: stateless. */
public final class Workers {
    private Workers() {}

    /**
     * Tries to hand over a task.
     *
     * @param executor perhaps bounded
     * @param task what to run
     * @return false if the executor refused it
     */
    public static boolean tryExecute(Executor executor, Runnable task) {
        try {
            executor.execute(task);
            return true;
        } catch (RejectedExecutionException e) {
            return false;
        }
    }
}
