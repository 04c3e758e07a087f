package io.trunkline.transport.internal;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands the tasks of one loop to the workers with few wake-ups, and lets none wait behind one that blocks.
 *
 * <pre>{@code
 * loop: add ─▶ ready ─▶ a drain on a worker: task, task, task …  until none is left
 *        │ nobody drains: one is started with the end of the turn, or for 16 tasks
 *        └ one drains: look in 1 ms, and again while tasks wait
 *              one task has lasted since the last look ─▶ nobody counts on its drain any more
 *              a task waits since the last look        ─▶ more drains: one for each that is stuck, or twice as many
 * }</pre>
 *
 * <p>A task per worker would wake a thread for each: more than most of them cost. With one worker for many, who blocks would
 * keep the others; so a loop looks whether they move, while any wait, and never else. Drains that do not block are no more
 * than the cores that the loops leave. Tasks begin in the order in which they were added. What a task throws is logged.
 *
 * <p>Loop-confined, except {@link #addAgain}. A relay whose loop has ended is drained by the workers that are at it.
 */
public final class WorkerRelay extends Deadline {
    private static final Logger LOG = LoggerFactory.getLogger(WorkerRelay.class);

    /** What a task may wait behind one that blocks: little for whoever waits, long against what a look costs. */
    static final long LOOK = TimeUnit.MILLISECONDS.toNanos(1);

    /** Looks at a task that runs, rather than waits: a system may keep a thread from its processor for so long. */
    static final int PATIENCE = 4;

    /** While the workers take no more: short against what a task notices then. */
    static final long RETRY = TimeUnit.MILLISECONDS.toNanos(10);

    /** So many tasks are worth a wake-up, though the turn goes on: a turn may read from a thousand connections. */
    static final int GATHERED = 16;

    private final EventLoop loop;
    private final Executor workers;
    private final int most;
    private final Queue<Runnable> ready = new ConcurrentLinkedQueue<>();
    private final AtomicLong added = new AtomicLong();

    /** The drains that will look at {@link #ready} soon. */
    private final AtomicInteger moving = new AtomicInteger();

    /** The loop's own. */
    private final List<RelayDrain> drains = new ArrayList<>();

    /** The tasks that were begun by drains which are over. */
    private long begunBefore;

    private final Runnable start = this::startDrain;
    private long addedThen;
    private boolean starting;
    private int gathered;
    private boolean looking;

    /**
     * Makes the relay of a loop.
     *
     * @param most drains that do not block at a time, 1 at least
     */
    public WorkerRelay(EventLoop loop, Executor workers, int most) {
        this.loop = loop;
        this.workers = workers;
        this.most = most;
    }

    /** Makes it for one of so many loops, with the cores that they leave. */
    public static WorkerRelay ofOneOf(int loops, EventLoop loop, Executor workers) {
        int left = Runtime.getRuntime().availableProcessors() - loops;
        return new WorkerRelay(loop, workers, Math.max(1, left / Math.max(1, loops)));
    }

    /** Adds a task, which will run some time, while there are workers. */
    public void add(Runnable task) {
        assert loop.inLoop();
        addAgain(task);
        if (moving.get() > 0) {
            look(LOOK);
        } else if (!starting) {
            gathered = 1;
            starting = loop.tryExecute(start); // Runs when the turn is over: one wake-up for all that it adds.
        } else if (++gathered == GATHERED) {
            startDrain();
        }
    }

    /** Adds a task that is running here at the moment, behind those that wait. On any thread. */
    public void addAgain(Runnable task) {
        added.incrementAndGet(); // First: more may have been begun than were added, never the other way round.
        ready.add(task);
    }

    private void startDrain() {
        starting = false;
        boolean several = areSeveralReady();
        if (ready.isEmpty()) {
            return;
        }
        if (moving.get() == 0 && !begin()) {
            look(RETRY);
        } else if (several) {
            look(LOOK);
        }
    }

    private boolean areSeveralReady() {
        Iterator<Runnable> tasks = ready.iterator();
        return tasks.hasNext() && tasks.next() != null && tasks.hasNext();
    }

    /** False if the workers have no place for it. */
    private boolean begin() {
        forgetEnded();
        RelayDrain drain = new RelayDrain(this);
        moving.incrementAndGet();
        if (!trySubmit(drain)) {
            moving.decrementAndGet();
            return false;
        }
        drains.add(drain);
        return true;
    }

    private void forgetEnded() {
        for (int i = drains.size() - 1; i >= 0; i--) {
            if (drains.get(i).isOver()) {
                begunBefore += drains.remove(i).begun();
            }
        }
    }

    private void look(long in) {
        if (!looking) {
            looking = true;
            addedThen = added.get();
            loop.schedule(this, loop.nanos() + in);
        }
    }

    @Override
    protected void onDeadline() {
        looking = false;
        forgetEnded();
        long begun = begunBefore;
        boolean waiting = false;
        for (RelayDrain drain : drains) {
            begun += drain.begun();
            waiting |= drain.isWaiting();
            if (drain.isStuckNow(PATIENCE)) {
                moving.decrementAndGet();
            }
        }
        if (ready.isEmpty()) {
            return;
        }
        boolean late = moving.get() == 0 || begun - addedThen < 0;
        look(waiting || (late && !grow()) ? RETRY : LOOK);
    }

    /** As many again: a thousand tasks that all block have a thousand workers, if there are so many, in ten looks. */
    private boolean grow() {
        int now = moving.get();
        int more = now == 0 ? Math.max(1, drains.size()) : Math.min(now, most - now);
        for (int i = 0; i < more; i++) {
            if (!begin()) {
                return false;
            }
        }
        return true;
    }

    boolean trySubmit(RelayDrain drain) {
        try {
            workers.execute(drain);
            return true;
        } catch (RejectedExecutionException e) {
            return false; // All busy: the next look tries again.
        }
    }

    @Nullable
    Runnable take() {
        return ready.poll();
    }

    void run(Runnable task) {
        try {
            task.run();
        } catch (Throwable e) {
            LOG.error("a task of {} failed", loop, e);
        }
    }

    void counts(int drains) {
        moving.addAndGet(drains);
    }

    /** For a drain that goes, and is not counted any more: whether tasks came that counted on it. */
    boolean takesOver() {
        return !ready.isEmpty() && moving.compareAndSet(0, 1);
    }
}
