package io.trunkline.transport.internal;

import java.nio.channels.Selector;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Hands tasks to a loop and wakes it only while it sleeps, once per sleep.
 *
 * <p>The two sides cannot miss each other: the loop announces its sleep and then looks for tasks; a caller adds its task and
 * then looks for an announced sleep. Thread-safe, except what is marked as the loop's.
 */
final class LoopTasks {
    private final Queue<Runnable> queue = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean asleep = new AtomicBoolean();
    private final Selector selector;
    private volatile long wakesAt;
    private volatile boolean closed;

    LoopTasks(Selector selector) {
        this.selector = selector;
    }

    /** Adds a task; false if the loop has ended and will not run it. */
    boolean add(Runnable task) {
        if (!enqueue(task)) {
            return false;
        }
        wake();
        return true;
    }

    /** Adds a task that need not run before {@code at}: wakes the loop only if it would sleep longer. */
    boolean addBefore(Runnable task, long at) {
        if (!enqueue(task)) {
            return false;
        }
        if (at - wakesAt < 0) {
            wake();
        }
        return true;
    }

    private boolean enqueue(Runnable task) {
        // Offer first, then look: the other way round a task could be added after the loop's last look and never run.
        queue.add(task);
        return !closed || !queue.remove(task);
    }

    void wake() {
        if (asleep.get() && asleep.compareAndSet(true, false)) {
            selector.wakeup();
        }
    }

    /** The loop's: takes the next task. */
    @Nullable
    Runnable poll() {
        return queue.poll();
    }

    /** The loop's: announces a sleep until {@code until}; false if there is a task, and then no sleep was announced. */
    boolean trySleep(long until) {
        wakesAt = until;
        asleep.set(true);
        if (queue.isEmpty()) {
            return true;
        }
        asleep.set(false);
        return false;
    }

    /** The loop's: ends the announced sleep. */
    void awake() {
        asleep.set(false);
    }

    boolean isEmpty() {
        return queue.isEmpty();
    }

    /** The loop's: refuses tasks from now on; those that were taken must still be polled. */
    void close() {
        closed = true;
    }
}
