package io.trunkline.transport.internal;

import io.trunkline.transport.TrunklineRuntime;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The threads behind a {@link TrunklineRuntime}: event loops, workers, and the few that may block on the system.
 *
 * <p>Thread-safe. Ends in the order in which work flows: loops first, which closes every connection and hands their last
 * callbacks to the workers, then the workers.
 */
public final class RuntimeCore implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(RuntimeCore.class);

    /** What handlers get to finish by themselves, before they are interrupted. */
    private static final long GRACE_MILLIS = 1_000;
    /** What threads get to end after that; a handler that ignores its interrupt is left behind, and named. */
    private static final long JOIN_MILLIS = 10_000;

    /** Names loops across runtimes, so that two of them in one process can be told apart. */
    private static final AtomicInteger loopCount = new AtomicInteger();

    private static final AtomicInteger watchdogCount = new AtomicInteger();

    private static volatile @Nullable Function<TrunklineRuntime, RuntimeCore> access;

    private final List<EventLoop> loops = new ArrayList<>();
    private final IdentityHashMap<EventLoop, WorkerRelay> relays = new IdentityHashMap<>();
    private final List<LoopThread> threads = new ArrayList<>();
    private @Nullable Watchdog watchdog;
    private final Executor workers;
    private final @Nullable ExecutorService ownWorkers;
    private final ExecutorService blocking;
    private final Ticker ticker;
    private final MemoryBudget memory;
    private final AtomicInteger next = new AtomicInteger();
    private final AtomicBoolean closed = new AtomicBoolean();

    private RuntimeCore(RuntimeSettings settings) {
        Executor userWorkers = settings.workers();
        this.ticker = settings.ticker();
        this.memory = new MemoryBudget(settings.memoryBudget());
        this.ownWorkers = userWorkers == null ? Workers.create(settings.daemon()) : null;
        this.workers = userWorkers == null ? Objects.requireNonNull(ownWorkers) : userWorkers;
        this.blocking = Workers.blocking(settings.daemon());
    }

    /** Starts a runtime whose loops do not spin, with a quarter of the heap; see {@link RuntimeSettings}. */
    public static RuntimeCore start(int loops, @Nullable Executor workers, Ticker ticker, boolean daemon) {
        return start(new RuntimeSettings(loops, workers, ticker, daemon));
    }

    /**
     * Starts the loops and their watchdog; other threads start on demand.
     *
     * @throws java.io.UncheckedIOException if there is no descriptor for a selector; nothing is left behind then
     */
    public static RuntimeCore start(RuntimeSettings settings) {
        return start(
                settings, name -> new EventLoop(name, settings.ticker(), SelectorSource.SYSTEM, settings.spinNanos()));
    }

    static RuntimeCore start(RuntimeSettings settings, Function<String, EventLoop> makeLoop) {
        RuntimeCore core = new RuntimeCore(settings);
        try {
            for (int i = 0; i < settings.loops(); i++) {
                core.startLoop(makeLoop.apply("trunkline-loop-" + loopCount.incrementAndGet()), settings);
            }
            core.memory.onChange(new MemoryRelief(core.memory, core.loops())::changed);
            core.startWatchdog();
            return core;
        } catch (RuntimeException | Error e) {
            core.close();
            throw e;
        }
    }

    private void startWatchdog() {
        Watchdog starting = new Watchdog("trunkline-watchdog-" + watchdogCount.incrementAndGet(), loops);
        starting.start();
        watchdog = starting;
    }

    private void startLoop(EventLoop loop, RuntimeSettings settings) {
        loop.blocking(blocking);
        loop.memory(memory);
        relays.put(loop, WorkerRelay.ofOneOf(settings.loops(), loop, workers));
        LoopThread thread = new LoopThread(loop, settings.daemon());
        try {
            thread.start();
        } catch (Error e) {
            // The system has no thread for it: its one turn, on this one, gives its selector back.
            loop.bindToCurrentThread();
            loop.close();
            loop.runTurn(0);
            throw e;
        }
        loops.add(loop);
        threads.add(thread);
    }

    /** Called once by {@link TrunklineRuntime}, which alone can look inside itself. */
    public static void grantAccess(Function<TrunklineRuntime, RuntimeCore> granted) {
        access = granted;
    }

    /** The threads behind a runtime. */
    public static RuntimeCore of(TrunklineRuntime runtime) {
        return Objects.requireNonNull(access, "granted when the runtime's class was loaded")
                .apply(runtime);
    }

    /** The loop with the fewest connections, ties in turn: for one more, which will stay there. */
    public EventLoop nextLoop() {
        int first = next.getAndIncrement();
        EventLoop least = loop(first);
        int load = least.load().count();
        for (int i = 1; i < loops.size(); i++) {
            EventLoop other = loop(first + i);
            int otherLoad = other.load().count();
            if (otherLoad < load) {
                least = other;
                load = otherLoad;
            }
        }
        return least;
    }

    private EventLoop loop(int turn) {
        return loops.get(Math.floorMod(turn, loops.size()));
    }

    /** How often a call has held a loop for 200 ms or more. */
    public int loopHolds() {
        return watchdog == null ? 0 : watchdog.holds();
    }

    public List<EventLoop> loops() {
        return List.copyOf(loops);
    }

    /** Whether the workers are the runtime's own, rather than a user's. */
    public boolean hasOwnWorkers() {
        return ownWorkers != null;
    }

    /** Runs user code, which may block. Rejects when full: the caller answers BUSY. */
    public Executor workers() {
        return workers;
    }

    /** Hands tasks of a loop of this runtime to the workers. */
    public WorkerRelay relayOf(EventLoop loop) {
        return Objects.requireNonNull(relays.get(loop), "a loop of this runtime");
    }

    /** Runs what blocks on the system: name resolution, files. Four threads at most. */
    public Executor blocking() {
        return blocking;
    }

    /** What all connections on these loops may hold. */
    public MemoryBudget memory() {
        return memory;
    }

    public Ticker ticker() {
        return ticker;
    }

    public boolean isClosed() {
        return closed.get();
    }

    /**
     * Closes every connection and listener, and ends and joins every thread. Never throws; again, it has no effect.
     *
     * <p>Called on one of its own threads it does not wait for that one.
     */
    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        loops.forEach(EventLoop::close);
        boolean interrupted = !joinLoops();
        interrupted |= !endWatchdog();
        // Files that are being written are finished or removed: dropping that would leave parts of them behind.
        interrupted |= !end(blocking, GRACE_MILLIS);
        if (ownWorkers != null) {
            interrupted |= !end(ownWorkers, GRACE_MILLIS);
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean joinLoops() {
        try {
            for (LoopThread thread : threads) {
                if (thread != Thread.currentThread()) {
                    thread.join(JOIN_MILLIS);
                    warnIfAlive(thread.isAlive(), thread.getName());
                }
            }
            return true;
        } catch (InterruptedException e) {
            return false;
        }
    }

    private boolean endWatchdog() {
        if (watchdog == null) {
            return true;
        }
        watchdog.end();
        try {
            watchdog.join(JOIN_MILLIS);
            return true;
        } catch (InterruptedException e) {
            return false;
        }
    }

    private static boolean end(ExecutorService pool, long graceMillis) {
        pool.shutdown();
        try {
            if (Workers.isOwnThread() || pool.awaitTermination(graceMillis, TimeUnit.MILLISECONDS)) {
                return true;
            }
            pool.shutdownNow();
            warnIfAlive(!pool.awaitTermination(JOIN_MILLIS, TimeUnit.MILLISECONDS), "a worker");
            return true;
        } catch (InterruptedException e) {
            pool.shutdownNow();
            return false;
        }
    }

    private static void warnIfAlive(boolean alive, String thread) {
        if (alive) {
            log.warn("{} is still running {} ms after the runtime was closed", thread, JOIN_MILLIS);
        }
    }
}
