package io.trunkline.transport.internal;

import java.util.concurrent.TimeUnit;

/**
 * Keeps a loop's deadlines: takes them from any thread, and fires them on the loop.
 *
 * <pre>{@code
 * another thread:  schedule ─▶ task, which wakes the loop if it would sleep longer ─▶ queue
 *                  cancel   ─▶ mark, seen whatever arrives first; a task that wakes nobody takes it out
 * }</pre>
 *
 * <p>Loop-confined, except {@link #schedule} and {@link #cancel}.
 */
final class LoopDeadlines {
    /** A deadline so late means that the machine stood still: what has arrived since is read before it fires. */
    private static final long GAP = TimeUnit.SECONDS.toNanos(1);

    private final EventLoop loop;
    private final LoopTasks tasks;
    private final LoopGuard guard;
    private final Deadlines queue = new Deadlines();

    LoopDeadlines(EventLoop loop, LoopTasks tasks, LoopGuard guard) {
        this.loop = loop;
        this.tasks = tasks;
        this.guard = guard;
    }

    /** Queues a deadline, or moves it. */
    void schedule(Deadline deadline, long at) {
        if (loop.inLoop()) {
            deadline.cancelledHere(false);
            queue.schedule(deadline, at);
        } else if (!tasks.addBefore(() -> receive(deadline, at), at)) {
            deadline.onLoopEnded();
        }
    }

    private void receive(Deadline deadline, long at) {
        if (!deadline.isCancelled()) {
            queue.schedule(deadline, at);
        }
    }

    /** Takes a deadline back. */
    void cancel(Deadline deadline) {
        if (loop.inLoop()) {
            deadline.cancelledHere(true);
            queue.cancel(deadline);
        } else {
            deadline.cancelled();
            // It only has to go some time: the next turn is soon enough, so nobody is woken for it alone.
            tasks.addQuietly(() -> takeBack(deadline));
        }
    }

    private void takeBack(Deadline deadline) {
        queue.cancel(deadline);
        deadline.onCancelledElsewhere();
    }

    /** Nanoseconds until the next one, negative if it is overdue, or {@code limit} if that is less. */
    long nanosUntilNext(long now, long limit) {
        return queue.nanosUntilNext(now, limit);
    }

    /** Tells whether the next one is so late that the machine must have stood still. */
    boolean isGap(long now) {
        return queue.nanosUntilNext(now, 0) < -GAP;
    }

    /** Fires what is due; no more than are queued now, so that deadlines that schedule others at once end the turn too. */
    void fire(long now) {
        for (int left = queue.size(); left > 0; left--) {
            Deadline due = queue.pollDue(now);
            if (due == null) {
                return;
            }
            fire(due);
        }
    }

    private void fire(Deadline due) {
        if (due.isCancelled()) {
            return;
        }
        guard.enter(due);
        try {
            due.onDeadline();
        } catch (Throwable e) {
            guard.report("a deadline failed", e);
        } finally {
            guard.leave();
        }
    }

    /** Tells each that is left that it will not fire. */
    void end() {
        Deadline left;
        while ((left = queue.poll()) != null) {
            guard.run(left::onLoopEnded);
        }
    }

    int size() {
        return queue.size();
    }
}
