package io.trunkline.transport.internal;

import io.trunkline.transport.internal.tls.TlsBuffers;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectableChannel;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
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
 * {@link LoopSelector}, {@link LoopDeadlines}; flushing is {@link Outbound}'s.
 *
 * <p>Sockets are read before deadlines fire, so that an answer that has arrived is not a timeout. A turn that had
 * something to do is followed by one that does not sleep. Nothing that a task, handler, deadline or peer throws ends the
 * loop: {@link LoopGuard} logs it, and it costs at most the connection it came from.
 *
 * <p>Loop-confined, except what says that it is thread-safe.
 */
public final class EventLoop implements Executor, AutoCloseable {
    /** The longest sleep, so that the instant of waking is always a number. */
    private static final long MAX_SLEEP = TimeUnit.HOURS.toNanos(1);
    /** Tasks per turn: tasks that add tasks must not keep the loop from its sockets. */
    private static final int TASKS_PER_TURN = 1024;

    private final String name;
    private final BatchClock batchClock;
    private final Ticker ticker;
    private final LoopGuard guard;
    private final LoopSelector selector;
    private final LoopTasks tasks;
    private final LoopWait wait;
    private final LoopDeadlines deadlines;
    private final ReadBuffer readBuffer = new ReadBuffer();
    private final ByteBuffer writeBuffer = ByteBuffer.allocateDirect(SocketWriter.FLUSH_WRITE);
    private final ChunkPool chunks = new ChunkPool();
    private final Stages stages = new Stages();
    private final List<Outbound> dirty = new ArrayList<>();
    private final AtomicInteger arriving = new AtomicInteger();
    private final IdentityHashMap<LoopLocal<?>, Object> locals = new IdentityHashMap<>();
    /** Made for the first TLS connection. */
    private @Nullable TlsBuffers tlsBuffers;

    private volatile @Nullable Executor blocking;
    /** Its own, unless it shares one. */
    private volatile MemoryBudget memory = new MemoryBudget(MemoryBudget.defaultLimit());

    private volatile @Nullable Thread thread;
    private volatile boolean closing;
    private volatile boolean ended;
    private volatile int watched;
    private boolean busy;

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
        this.wait = new LoopWait(ticker, selector, tasks, spinNanos);
        this.deadlines = new LoopDeadlines(this, tasks, guard);
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

    /** What one read has brought is handled from now on, until {@link #batchEnds}. */
    void batchBegins(long now) {
        batchClock.begin(now);
    }

    void batchEnds() {
        batchClock.end();
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
        runTasks();
        select(maxSleepNanos);
        fireDeadlines();
        flush();
        publishLoad();
        if (closing) {
            end();
        }
    }

    /** Tells whether the next turn would only wait, for a deadline, a peer or another thread. */
    public boolean isIdle() {
        assert inLoop();
        return !mayNotSleep() && tasks.isEmpty();
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

    private void runTasks() {
        for (int i = 0; i < TASKS_PER_TURN; i++) {
            Runnable task = tasks.poll();
            if (task == null) {
                return;
            }
            guard.run(task);
        }
    }

    private void select(long maxSleepNanos) {
        long now = nanos();
        long sleep = Math.min(maxSleepNanos, deadlines.nanosUntilNext(now, MAX_SLEEP));
        busy = (mayNotSleep() || sleep <= 0) ? wait.poll() : wait.await(now, sleep);
    }

    private boolean mayNotSleep() {
        // A task of this turn may have left bytes to flush, and the flush comes after the sleep.
        return busy || closing || !dirty.isEmpty() || selector.isAwaited();
    }

    private void fireDeadlines() {
        long now = nanos();
        if (deadlines.isGap(now)) {
            busy |= wait.poll();
        }
        deadlines.fire(now);
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
            guard.run(outbound::flushIfDirty);
        }
        dirty.subList(0, count).clear();
        busy |= !dirty.isEmpty();
    }

    private void publishLoad() {
        int count = selector.watchedCount();
        if (count != watched) {
            watched = count;
        }
    }

    /** The connections that live here or are on their way, for who chooses between loops. Thread-safe. */
    int load() {
        return watched + arriving.get();
    }

    /**
     * Runs a task that brings a connection, which counts at once. Thread-safe.
     *
     * @return false if the loop has ended; the task will not run
     */
    boolean tryBring(Runnable task) {
        arriving.incrementAndGet();
        boolean taken = tryExecute(() -> {
            try {
                task.run();
            } finally {
                publishLoad();
                arriving.decrementAndGet();
            }
        });
        if (!taken) {
            arriving.decrementAndGet();
        }
        return taken;
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

    ReadBuffer readBuffer() {
        return readBuffer;
    }

    /** The loop's direct buffer for flushes, cleared. */
    ByteBuffer writeBuffer() {
        return writeBuffer.clear();
    }

    /** What the connections of this loop are charged to. Thread-safe. */
    public MemoryBudget memory() {
        return memory;
    }

    /** Has the loop share a budget with others; before the first turn. */
    void memory(MemoryBudget shared) {
        memory = shared;
    }

    /** The loop's buffers for ciphertext. */
    public TlsBuffers tlsBuffers() {
        assert inLoop();
        TlsBuffers buffers = tlsBuffers;
        if (buffers == null) {
            buffers = new TlsBuffers();
            tlsBuffers = buffers;
        }
        return buffers;
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

    ChunkPool chunks() {
        return chunks;
    }

    Stages stages() {
        assert inLoop();
        return stages;
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
        try {
            selector.closeWatched();
            tasks.close();
            Runnable task;
            while ((task = tasks.poll()) != null) {
                guard.run(task);
            }
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
