package io.trunkline.server.internal.broker;

import io.trunkline.server.internal.handler.Workers;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs small tasks on workers, one at a time and in order; what is too much is dropped and counted, never queued without bound.
 *
 * <p>Thread-safe: guarded by itself, and nothing is called under that lock.
 */
final class BoundedLine {
    private static final Logger LOG = LoggerFactory.getLogger(BoundedLine.class);

    private final Executor workers;
    private final int most;
    private final LongAdder dropped;
    private final Queue<Runnable> tasks = new ArrayDeque<>(0);
    private boolean running;

    /**
     * Begins empty.
     *
     * @param most tasks that may wait
     * @param dropped counts those that did not fit
     */
    BoundedLine(Executor workers, int most, LongAdder dropped) {
        this.workers = workers;
        this.most = most;
        this.dropped = dropped;
    }

    void run(Runnable task) {
        synchronized (this) {
            if (tasks.size() >= most) {
                dropped.increment();
                return;
            }
            tasks.add(task);
            if (running) {
                return;
            }
            running = true;
        }
        if (!Workers.tryExecute(workers, this::drain)) {
            dropAll();
        }
    }

    private synchronized void dropAll() {
        dropped.add(tasks.size());
        tasks.clear();
        running = false;
    }

    private void drain() {
        for (Runnable task = next(); task != null; task = next()) {
            try {
                task.run();
            } catch (Throwable e) {
                LOG.error("a task of the broker failed", e);
            }
        }
    }

    private synchronized @Nullable Runnable next() {
        Runnable next = tasks.poll();
        running = next != null;
        return next;
    }
}
