package io.trunkline.transport.internal;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Says how many connections live on a loop or are on their way to it, for who chooses between loops.
 *
 * <p>Thread-safe, except {@link #publish}, which is the loop's.
 */
final class LoopLoad {
    private final LoopSelector selector;
    private final LoopTasks tasks;
    private final AtomicInteger arriving = new AtomicInteger();
    private volatile int watched;

    LoopLoad(LoopSelector selector, LoopTasks tasks) {
        this.selector = selector;
        this.tasks = tasks;
    }

    /** The connections that live there or are on their way. */
    int count() {
        return watched + arriving.get();
    }

    /** The loop's, once per turn: others see what it watches now. */
    void publish() {
        int count = selector.watchedCount();
        if (count != watched) {
            watched = count;
        }
    }

    /**
     * Runs a task on the loop that brings a connection, which counts at once.
     *
     * @return false if the loop has ended; the task will not run
     */
    boolean tryBring(Runnable task) {
        arriving.incrementAndGet();
        boolean taken = tasks.add(() -> {
            try {
                task.run();
            } finally {
                publish();
                arriving.decrementAndGet();
            }
        });
        if (!taken) {
            arriving.decrementAndGet();
        }
        return taken;
    }
}
