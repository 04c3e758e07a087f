package io.trunkline.transport.internal.file;

import io.trunkline.transport.internal.Blocking;
import io.trunkline.transport.internal.EventLoop;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs one connection's disk work on the blocking threads, one task at a time and in order.
 *
 * <pre>{@code
 * IDLE ──execute──▶ SCHEDULED ──a blocking thread is free──▶ RUNNING ──no task left──▶ IDLE
 *                       └─ none will ever be: the runtime has ended, so the caller runs what is left
 * }</pre>
 *
 * <p>No task is ever lost: each may be the one that removes a temporary file. Thread-safe; the queue is guarded by
 * {@code this}. Unbounded: what may wait is {@link DiskLane}'s account.
 */
final class DiskQueue {
    private static final Logger LOG = LoggerFactory.getLogger(DiskQueue.class);

    /** Tasks in a row, so that connections share the few threads. */
    private static final int TASKS_PER_TURN = 64;

    /** The threads are busy and 1,024 others wait for them: soon enough, and no load. */
    private static final Duration RETRY = Duration.ofMillis(10);

    private final EventLoop loop;
    private final Queue<Runnable> tasks = new ArrayDeque<>();
    private boolean scheduled;
    private boolean running;

    DiskQueue(EventLoop loop) {
        this.loop = loop;
    }

    void execute(Runnable task) {
        boolean wake;
        synchronized (this) {
            tasks.add(task);
            wake = !running && !scheduled;
            scheduled |= wake;
        }
        if (loop.isEnded()) {
            // What was scheduled before may have been thrown away with the threads.
            drain();
        } else if (wake) {
            schedule();
        }
    }

    private void schedule() {
        try {
            loop.offload(this::drain);
        } catch (RejectedExecutionException e) {
            if (Blocking.isOnLoop() && !loop.isEnded()) {
                loop.schedule(RETRY.toNanos(), this::schedule);
            } else {
                drain(); // A worker may block as well as they.
            }
        }
    }

    private void drain() {
        synchronized (this) {
            scheduled = false;
            if (running) {
                return;
            }
            running = true;
        }
        do {
            for (int i = 0; i < TASKS_PER_TURN; i++) {
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
        running = task != null;
        return task;
    }

    private static void run(Runnable task) {
        try {
            task.run();
        } catch (Throwable e) {
            LOG.error("event=file-task-failed", e);
        }
    }

    /** Gives others a turn; false if nobody takes the rest, which then goes on here. */
    private boolean handedBack() {
        synchronized (this) {
            running = false;
            scheduled = true;
        }
        try {
            loop.offload(this::drain);
            return true;
        } catch (RejectedExecutionException e) {
            synchronized (this) {
                scheduled = false;
                boolean taken = running;
                running = true;
                return taken;
            }
        }
    }
}
