package io.trunkline.transport.internal;

import java.io.IOException;
import java.nio.channels.SelectableChannel;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

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
 * <p>This is the logic of a loop. Its thread is a {@link LoopThread}; a test that calls {@link #bindToCurrentThread} and
 * {@link #runTurn} drives it by hand. Each phase has its own class: {@link LoopTasks}, {@link LoopWait} over
 * {@link LoopSelector}, {@link LoopDeadlines}; {@link LoopTurn} goes through the last three, and flushing is
 * {@link OutboundTurn}'s. What its connections share is in {@link LoopBuffers}.
 *
 * <p>Sockets are read before deadlines fire, so that an answer that has arrived is not a timeout. A turn that had
 * something to do is followed by one that does not sleep. Nothing that a task, handler, deadline or peer throws ends the
 * loop: {@link LoopGuard} logs it, and it costs at most the connection it came from.
 *
 * <p>Loop-confined, except what says that it is thread-safe.
 */
public final class EventLoop implements Executor, AutoCloseable {
    private final String name;
    private final BatchClock batchClock;
    private final Ticker ticker;
    private final LoopGuard guard;
    private final LoopSelector selector;
    private final LoopTasks tasks;
    private final LoopDeadlines deadlines;
    private final LoopTurn turn;
    private final LoopLoad load;
    private final LoopBuffers buffers = new LoopBuffers(this);
    private final IdentityHashMap<LoopLocal<?>, Object> locals = new IdentityHashMap<>();

    private volatile @Nullable Executor blocking;
    /** Its own, unless it shares one. */
    private volatile MemoryBudget memory = new MemoryBudget(MemoryBudget.defaultLimit());

    private volatile @Nullable Thread thread;
    private volatile boolean closing;
    private volatile boolean ended;

    public EventLoop(String name, Ticker ticker) {
        this(name, ticker, SelectorSource.SYSTEM, 0);
    }

    /** With selectors of another make, and the time to spin before each sleep. */
    EventLoop(String name, Ticker ticker, SelectorSource selectors, long spinNanos) {
        this.name = name;
        this.ticker = ticker;
        this.batchClock = new BatchClock(ticker);
        this.guard = new LoopGuard(name);
        this.selector = new LoopSelector(name, selectors, guard, ticker);
        this.tasks = new LoopTasks(selector::wakeUp);
        this.deadlines = new LoopDeadlines(this, tasks, guard);
        this.turn = new LoopTurn(this, selector, new LoopWait(ticker, selector, tasks, spinNanos), deadlines);
        this.load = new LoopLoad(selector, tasks);
    }

    public String name() {
        return name;
    }

    /** The loop's clock, now. Thread-safe. */
    public long nanos() {
        return ticker.nanos();
    }

    /**
     * The loop's clock, now or, to a caller on the loop that handles what one read has brought, a moment ago. Thread-safe.
     *
     * <p>For what is timed by the thousand: a look at the machine's clock is a tenth of a small request.
     */
    public long recentNanos() {
        return inLoop() ? batchClock.recent() : ticker.nanos();
    }

    /** The loop's clock, now; what {@link #recentNanos} gives next is no older than this. Thread-safe. */
    public long nanosForBatch() {
        return inLoop() ? batchClock.now() : ticker.nanos();
    }

    /** What {@link #recentNanos} looks at; whoever reads says when a batch begins and ends. */
    BatchClock batchClock() {
        return batchClock;
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
        deadlines.schedule(deadline, atNanos);
    }

    /** Takes a deadline back; it may be firing at this moment if the caller is another thread. Thread-safe. */
    public void cancel(Deadline deadline) {
        deadlines.cancel(deadline);
    }

    /** Does one turn, sleeping at most so long; 0 does not sleep. An ended loop does nothing. */
    public void runTurn(long maxSleepNanos) {
        assert inLoop();
        if (ended) {
            return;
        }
        tasks.runSome(guard);
        turn.select(closing ? 0 : maxSleepNanos);
        turn.fireDeadlines();
        turn.flush();
        load.publish();
        if (closing) {
            end();
        }
    }

    /** Tells whether the next turn would only wait, for a deadline, a peer or another thread. */
    public boolean isIdle() {
        assert inLoop();
        return !closing && !turn.mayNotSleep() && tasks.isEmpty();
    }

    /** The deadlines that are queued. */
    public int deadlineCount() {
        assert inLoop();
        return deadlines.size();
    }

    /** The channels that are watched. */
    public int watchedCount() {
        assert inLoop();
        return selector.watchedCount();
    }

    /** The connections that are watched. */
    List<TcpConnection> connections() {
        assert inLoop();
        return selector.connections();
    }

    /** The phases behind the tasks, for who has bytes to flush. */
    LoopTurn turn() {
        return turn;
    }

    /** How much the loop has to do with. Thread-safe. */
    LoopLoad load() {
        return load;
    }

    /** How often the selector was found spinning, and replaced. Thread-safe. */
    public int selectorRebuilds() {
        return selector.rebuilds();
    }

    /** What the loop is calling at the moment; for the watchdog. Thread-safe. */
    LoopGuard guard() {
        return guard;
    }

    /** The thread, once there is one. Thread-safe. */
    @Nullable
    Thread thread() {
        return thread;
    }

    /** Watches a channel; the key's readiness goes to {@code selectable}. */
    LoopKey register(SelectableChannel channel, int ops, Selectable selectable) throws IOException {
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

    /** What its connections move their bytes in. */
    public LoopBuffers buffers() {
        return buffers;
    }

    /** What the connections of this loop are charged to. Thread-safe. */
    public MemoryBudget memory() {
        return memory;
    }

    /** Has the loop share a budget with others; before the first turn. */
    void memory(MemoryBudget shared) {
        memory = shared;
    }

    /** Says where {@link #offload} runs things; before the first turn. */
    public void blocking(Executor executor) {
        blocking = executor;
    }

    /**
     * Runs what may block or takes long on a thread that may. Thread-safe.
     *
     * @throws RejectedExecutionException if no such thread is free, and too much is waiting for one
     */
    public void offload(Runnable task) {
        Executor executor = blocking;
        if (executor == null) {
            throw new RejectedExecutionException(name + " has no thread that may block");
        }
        executor.execute(task);
    }

    /** What {@link LoopLocal} keeps here. */
    IdentityHashMap<LoopLocal<?>, Object> locals() {
        return locals;
    }

    /** Ends the loop within its current turn: everything it watches is closed. Returns at once; thread-safe. */
    @Override
    public void close() {
        closing = true;
        // A task, not a wake-up alone: the loop may have looked at closing and not yet announced its next
        // sleep. Between the two it looks for tasks once more.
        tasks.add(() -> {});
    }

    /** Tells whether it was closed, be it that the last turn has not run yet. Thread-safe. */
    public boolean isClosing() {
        return closing;
    }

    /** Tells whether the last turn has run. */
    public boolean isEnded() {
        return ended;
    }

    private void end() {
        try {
            selector.closeWatched();
            tasks.close();
            tasks.runAll(guard);
            deadlines.end();
            selector.close();
        } finally {
            ended = true;
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
