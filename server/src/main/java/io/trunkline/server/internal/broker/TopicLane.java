package io.trunkline.server.internal.broker;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the handlers of one route on workers, and keeps them from holding more than their part of those.
 *
 * <pre>{@code
 * execute ─┬─ fewer than `threads` run ─▶ a worker; when it is done it takes the next from the queue
 *          ├─ fewer than `queue` wait ──▶ the queue
 *          └─ else ─────────────────────▶ RejectedExecutionException, at once
 * }</pre>
 *
 * <p>Thread-safe: guarded by itself, and nothing is called under that lock. Needed where threads are few; a lane that never
 * fills costs a monitor per call.
 */
final class TopicLane implements Executor {
    private static final Logger LOG = LoggerFactory.getLogger(TopicLane.class);

    private final Executor workers;
    private final int threads;
    private final int queue;
    private final Queue<Runnable> waiting = new ArrayDeque<>(0);
    private int running;

    TopicLane(Executor workers, WorkerBounds bounds) {
        this.workers = workers;
        this.threads = TopicLoads.half(bounds.threads());
        this.queue = bounds.queue() / 2;
    }

    @Override
    public void execute(Runnable task) {
        synchronized (this) {
            if (running >= threads) {
                if (waiting.size() >= queue) {
                    throw new RejectedExecutionException("the topic holds its part of the workers");
                }
                waiting.add(task);
                return;
            }
            running++;
        }
        try {
            workers.execute(() -> runAll(task));
        } catch (RejectedExecutionException e) {
            releaseOne();
            throw e;
        }
    }

    private synchronized void releaseOne() {
        running--;
    }

    private void runAll(Runnable first) {
        Runnable task = first;
        while (task != null) {
            run(task);
            task = next();
        }
    }

    private static void run(Runnable task) {
        try {
            task.run();
        } catch (Throwable e) {
            LOG.error("a handler's run failed outside of the handler", e);
        }
    }

    private synchronized @Nullable Runnable next() {
        Runnable next = waiting.poll();
        if (next == null) {
            running--;
        }
        return next;
    }
}
