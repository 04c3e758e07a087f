package io.trunkline.transport.internal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Owns connections and their deadlines: one selector, one thread, one turn after the other.
 *
 * <pre>{@code
 * turn:  run tasks ─▶ select, and read, accept or connect what is ready ─▶ fire deadlines ─▶ flush ─┐
 *   ▲     handed over by                  (sleeps here, and only here)                              │
 *   │     other threads                                                                             │
 *   └───────────────────────────────────────────────────────────────────────────────────────────────┘
 * }</pre>
 *
 * <p>Sockets are read before deadlines fire, so that an answer that has arrived is not a timeout. A turn that had
 * something to do is followed by one that does not sleep. Nothing that a task, handler, deadline or peer throws ends the
 * loop: it is logged and costs at most the connection it came from.
 *
 * <p>Loop-confined, except {@link #execute}, {@link #schedule}, {@link #cancel}, {@link #inLoop} and {@link #close}. The
 * thread is a {@link LoopThread}, or a test that calls {@link #bindToCurrentThread} and {@link #runTurn}.
 */
public final class EventLoop implements Executor, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(EventLoop.class);

    /** The longest sleep, so that the instant of waking is always a number. */
    private static final long MAX_SLEEP = TimeUnit.HOURS.toNanos(1);
    /** A deadline so late means that the machine stood still: what has arrived since is read before it fires. */
    private static final long GAP = TimeUnit.SECONDS.toNanos(1);
    /** Tasks per turn: tasks that add tasks must not keep the loop from its sockets. */
    private static final int TASKS_PER_TURN = 1024;

    private final String name;
    private final Ticker ticker;
    private final LoopSelector selector;
    private final LoopTasks tasks;
    private final Deadlines deadlines = new Deadlines();
    private final ReadBuffer readBuffer = new ReadBuffer();
    private final ByteBuffer writeBuffer = ByteBuffer.allocateDirect(ReadBuffer.CAPACITY);
    private final ChunkPool chunks = new ChunkPool();
    private final List<Outbound> dirty = new ArrayList<>();

    private volatile @Nullable Thread thread;
    private volatile boolean closing;
    private volatile boolean ended;
    private boolean busy;

    public EventLoop(String name, Ticker ticker) {
        this.name = name;
        this.ticker = ticker;
        this.selector = new LoopSelector(name);
        this.tasks = new LoopTasks(selector.selector());
    }

    public String name() {
        return name;
    }

    /** The loop's clock, now. Thread-safe. */
    public long nanos() {
        return ticker.nanos();
    }

    /** Makes the calling thread the loop's own, before its first turn. */
    public void bindToCurrentThread() {
        thread = Thread.currentThread();
    }

    /** Tells whether the caller is the loop's thread. Thread-safe. */
    public boolean inLoop() {
        return Thread.currentThread() == thread;
    }

    /**
     * Runs a task in the next turn; tasks of one thread run in order. Thread-safe.
     *
     * @throws RejectedExecutionException if the loop has ended; the task will not run
     */
    @Override
    public void execute(Runnable task) {
        if (!tryExecute(task)) {
            throw new RejectedExecutionException(name + " has ended");
        }
    }

    /** Does what {@link #execute} does, and answers false where that throws. Thread-safe. */
    public boolean tryExecute(Runnable task) {
        return tasks.add(task);
    }

    /** Runs an action after a delay, unless the result is cancelled. Thread-safe. */
    public Deadline schedule(long delayNanos, Runnable action) {
        Deadline deadline = new ScheduledAction(action);
        schedule(deadline, nanos() + delayNanos);
        return deadline;
    }

    /** Queues a deadline, or moves it. Thread-safe; a loop that has ended tells the deadline so, on the caller's thread. */
    public void schedule(Deadline deadline, long atNanos) {
        if (inLoop()) {
            deadline.cancelled = false;
            deadlines.schedule(deadline, atNanos);
        } else if (!tasks.addBefore(() -> receive(deadline, atNanos), atNanos)) {
            deadline.onLoopEnded();
        }
    }

    private void receive(Deadline deadline, long at) {
        if (!deadline.cancelled) {
            deadlines.schedule(deadline, at);
        }
    }

    /** Takes a deadline back; it may be firing at this moment if the caller is another thread. Thread-safe. */
    public void cancel(Deadline deadline) {
        deadline.cancelled = true;
        if (inLoop()) {
            deadlines.cancel(deadline);
        } else {
            // It only has to go some time: the next turn is soon enough, so nobody is woken for it.
            tasks.addBefore(() -> deadlines.cancel(deadline), nanos() + MAX_SLEEP);
        }
    }

    /** Does one turn, sleeping at most so long; 0 does not sleep. */
    public void runTurn(long maxSleepNanos) {
        assert inLoop();
        runTasks();
        select(maxSleepNanos);
        fireDeadlines();
        flush();
        if (closing && !ended) {
            end();
        }
    }

    private void runTasks() {
        for (int i = 0; i < TASKS_PER_TURN; i++) {
            Runnable task = tasks.poll();
            if (task == null) {
                return;
            }
            guard(task);
        }
    }

    private void select(long maxSleepNanos) {
        long now = nanos();
        long sleep = Math.min(maxSleepNanos, deadlines.nanosUntilNext(now, MAX_SLEEP));
        if (mayNotSleep() || sleep <= 0 || !tasks.trySleep(now + sleep)) {
            busy = selector.poll();
            return;
        }
        try {
            busy = selector.await(sleep);
        } finally {
            tasks.awake();
        }
    }

    private boolean mayNotSleep() {
        // A task of this turn may have left bytes to flush, and the flush comes after the sleep.
        return busy || closing || !dirty.isEmpty() || selector.isAwaited();
    }

    private void fireDeadlines() {
        long now = nanos();
        if (deadlines.nanosUntilNext(now, 0) < -GAP) {
            busy |= selector.poll();
        }
        Deadline due;
        while ((due = deadlines.pollDue(now)) != null) {
            fire(due);
        }
    }

    private void fire(Deadline due) {
        try {
            if (!due.cancelled) {
                due.onDeadline();
            }
        } catch (Throwable e) {
            log.error("{}: a deadline failed", name, e);
        }
    }

    /** Asks for one flush of this queue at the end of the turn. */
    void markDirty(Outbound outbound) {
        assert inLoop();
        dirty.add(outbound);
    }

    private void flush() {
        // Flushing may call back and dirty more: that is for the next turn, which then does not sleep.
        int count = dirty.size();
        for (int i = 0; i < count; i++) {
            Outbound outbound = dirty.get(i);
            guard(outbound::flushIfDirty);
        }
        dirty.subList(0, count).clear();
        busy |= !dirty.isEmpty();
    }

    private void guard(Runnable action) {
        try {
            action.run();
        } catch (Throwable e) {
            log.error("{}: a task failed", name, e);
        }
    }

    /** Watches a channel; the key's readiness goes to {@code selectable}. */
    SelectionKey register(SelectableChannel channel, int ops, Selectable selectable) throws IOException {
        assert inLoop();
        if (ended || closing) {
            throw new IOException(name + " is ending");
        }
        return selector.register(channel, ops, selectable);
    }

    /** Runs an action once the selector has let go of the channels that are closed by now. */
    void afterNextSelect(Runnable action) {
        assert inLoop();
        selector.afterNextSelect(action);
    }

    ReadBuffer readBuffer() {
        return readBuffer;
    }

    /** The loop's direct buffer for flushes, cleared. */
    ByteBuffer writeBuffer() {
        return writeBuffer.clear();
    }

    ChunkPool chunks() {
        return chunks;
    }

    /** Ends the loop within its current turn: everything it watches is closed. Returns at once; thread-safe. */
    @Override
    public void close() {
        closing = true;
        // A task, not a wake-up alone: the loop may have looked at closing and not yet announced its next
        // sleep. Between the two it looks for tasks once more.
        tasks.add(() -> {});
    }

    /** Tells whether the last turn has run. */
    public boolean isEnded() {
        return ended;
    }

    private void end() {
        selector.closeWatched();
        tasks.close();
        Runnable task;
        while ((task = tasks.poll()) != null) {
            guard(task);
        }
        Deadline left;
        while ((left = deadlines.poll()) != null) {
            guard(left::onLoopEnded);
        }
        selector.close();
        ended = true;
    }

    @Override
    public String toString() {
        return name;
    }

    private static final class ScheduledAction extends Deadline {
        private final Runnable action;

        ScheduledAction(Runnable action) {
            this.action = action;
        }

        @Override
        protected void onDeadline() {
            action.run();
        }
    }
}
