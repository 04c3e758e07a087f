package io.trunkline.transport.internal;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Hands tasks to a loop and wakes it only while it sleeps, once per sleep.
 *
 * <p>The two sides cannot miss each other: the loop announces its sleep and then looks for tasks; a caller adds its task and
 * then looks for an announced sleep. Thread-safe, except what is marked as the loop's.
 */
final class LoopTasks {
    /** Tasks per turn: tasks that add tasks must not keep the loop from its sockets. */
    private static final int TASKS_PER_TURN = 1024;

    /** Tasks that nobody was woken for and that may wait nevertheless: a few pages of garbage, not a heap of it. */
    static final int MAX_QUIET = 1024;

    private final Queue<Runnable> queue = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean asleep = new AtomicBoolean();
    private final AtomicInteger quiet = new AtomicInteger();
    private final Runnable wakeUp;
    private volatile long wakesAt;
    private volatile boolean closed;

    /** With what ends a sleep, now or the next one; called by any thread, once per announced sleep. */
    LoopTasks(Runnable wakeUp) {
        this.wakeUp = wakeUp;
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
        } else {
            addedQuietly();
        }
        return true;
    }

    /** Adds a task that may run whenever the loop is awake anyway. */
    boolean addQuietly(Runnable task) {
        if (!enqueue(task)) {
            return false;
        }
        addedQuietly();
        return true;
    }

    private void addedQuietly() {
        if (quiet.incrementAndGet() >= MAX_QUIET) {
            wake();
        }
    }

    private boolean enqueue(Runnable task) {
        // Offer first, then look: the other way round a task could be added after the loop's last look and never run.
        // One object that two threads give at once may be taken back once for both, and one of them be answered true:
        // whoever cares for the answer gives an object of its own.
        queue.add(task);
        return !closed || !queue.remove(task);
    }

    private void wake() {
        if (asleep.get() && asleep.compareAndSet(true, false)) {
            wakeUp.run();
        }
    }

    /** The loop's: runs the tasks that are there, and no more than a turn may. */
    void runSome(LoopGuard guard) {
        for (int i = 0; i < TASKS_PER_TURN; i++) {
            Runnable task = poll();
            if (task == null) {
                return;
            }
            guard.run(task);
        }
    }

    /** The loop's: runs what is left, behind {@link #close}. */
    void runAll(LoopGuard guard) {
        Runnable task;
        while ((task = poll()) != null) {
            guard.run(task);
        }
    }

    /** The loop's: takes the next task. */
    @Nullable
    Runnable poll() {
        Runnable task = queue.poll();
        if (task == null && quiet.get() != 0) {
            quiet.set(0);
        }
        return task;
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

    /** The loop's: ends the announced sleep; tells whether somebody has woken it. */
    boolean awake() {
        return !asleep.getAndSet(false);
    }

    boolean isEmpty() {
        return queue.isEmpty();
    }

    /** The loop's: refuses tasks from now on; those that were taken must still be polled. */
    void close() {
        closed = true;
    }
}
