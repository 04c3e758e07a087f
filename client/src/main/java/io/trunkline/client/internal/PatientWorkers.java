package io.trunkline.client.internal;

import io.trunkline.transport.internal.RuntimeCore;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * The workers, for tasks that must run some time: when all are busy and the queue is full, it tries again later.
 *
 * <p>Thread-safe. What it may hold back is bounded by its callers: one task per subscription, one per stage of a future. Its
 * tasks are callbacks of their owner, which they may close without waiting for themselves.
 */
final class PatientWorkers implements Executor {
    /** Short against what a receiver notices, long against what a try costs. */
    private static final long RETRY = TimeUnit.MILLISECONDS.toNanos(10);

    private final RuntimeCore core;
    private final Object owner;

    PatientWorkers(RuntimeCore core, Object owner) {
        this.core = core;
        this.owner = owner;
    }

    @Override
    public void execute(Runnable task) {
        try {
            core.workers().execute(() -> Callbacks.run(owner, task));
        } catch (RejectedExecutionException e) {
            if (!core.isClosed()) {
                core.nextLoop().schedule(RETRY, () -> execute(task));
            }
        }
    }
}
