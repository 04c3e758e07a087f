package io.trunkline.transport.internal;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs tasks on the workers, one at a time and in order, without holding a worker while there is nothing to do.
 *
 * <pre>{@code
 * IDLE ──execute──▶ SCHEDULED (one drain in the workers) ──no task left──▶ IDLE
 * }</pre>
 *
 * <p>What a task wrote is seen by the next. A task that throws is logged and the next one runs. Unbounded: how much may
 * wait is its caller's account. {@link #execute} is called by one thread at a time, its connection's loop; the queue is
 * guarded by {@code this}.
 */
public final class SerialExecutor implements Executor {
    private static final Logger log = LoggerFactory.getLogger(SerialExecutor.class);

    /** Tasks per drain, so that one busy connection shares a bounded pool with the others. */
    private static final int TASKS_PER_DRAIN = 64;

    private final Executor workers;
    private final Queue<Runnable> tasks = new ArrayDeque<>();
    private boolean scheduled;

    public SerialExecutor(Executor workers) {
        this.workers = workers;
    }

    /**
     * Adds a task behind those that wait.
     *
     * @throws RejectedExecutionException if none waits and the workers are full or closed; the task will not run
     */
    @Override
    public void execute(Runnable task) {
        synchronized (this) {
            tasks.add(task);
            if (scheduled) {
                return;
            }
            scheduled = true;
        }
        try {
            workers.execute(this::drain);
        } catch (RejectedExecutionException e) {
            synchronized (this) {
                tasks.remove(); // With one caller at a time, this task is all there is.
                scheduled = false;
            }
            throw e;
        }
    }

    /** Runs what a drain has left that the workers took and threw away; for who knows that they run nothing any more. */
    void runLeft() {
        Runnable task;
        while ((task = next()) != null) {
            run(task);
        }
    }

    private void drain() {
        do {
            for (int i = 0; i < TASKS_PER_DRAIN; i++) {
                Runnable task = next();
                if (task == null) {
                    return;
                }
                run(task);
            }
        } while (!handedBack());
    }

    private synchronized @Nullable Runnable next() {
        Runnable task = tasks.poll();
        scheduled = task != null;
        return task;
    }

    private static void run(Runnable task) {
        try {
            task.run();
        } catch (Throwable e) {
            log.error("a serial task failed", e);
        }
    }

    /** Gives others a turn; false if the workers have no place for the rest, which then goes on here. */
    private boolean handedBack() {
        try {
            workers.execute(this::drain);
            return true;
        } catch (RejectedExecutionException e) {
            return false;
        }
    }
}
