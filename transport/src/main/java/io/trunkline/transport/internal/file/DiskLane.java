package io.trunkline.transport.internal.file;

import io.trunkline.transport.internal.Deadline;
import io.trunkline.transport.internal.EventLoop;
import io.trunkline.transport.internal.PauseReason;
import io.trunkline.transport.internal.SharedMemoryAccount;
import io.trunkline.transport.internal.TcpConnection;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The way of one connection, or of one stream, to the disk: its work in order, its bytes counted, its clock.
 *
 * <pre>{@code
 * submit ─▶ bytes charged to the budget ─▶ DiskQueue ─▶ done, bytes taken off
 *              ≥ PAUSE_AT: the connection is not read … until ≤ RESUME_AT
 * }</pre>
 *
 * <p>{@link #now} stands still while the disk holds a task for longer than a second: a peer is not punished for our disk.
 *
 * <p>Thread-safe; {@link #now} is for tasks of the lane.
 */
public final class DiskLane {
    /**
     * Keeps the disk busy while the next chunk arrives. With a frame of 1 MiB and what was read before the pause (256 KiB) a
     * connection holds 2 MiB at most.
     */
    static final int PAUSE_AT = 768 * 1024;

    private static final int RESUME_AT = PAUSE_AT / 2;

    /** What a waiting task costs beside its bytes: a flood of empty messages is bounded too. */
    private static final int TASK_BYTES = 256;

    private static final long SLOW = TimeUnit.SECONDS.toNanos(1);

    private final TcpConnection connection;
    private final EventLoop loop;
    private final boolean pauses;
    private final DiskQueue queue;
    private final SharedMemoryAccount waiting;
    /** What the disk held tasks for beyond a second each; confined to tasks of the lane. */
    private long stood;
    /** When the present task did; confined likewise. */
    private long began;

    private DiskLane(TcpConnection connection, boolean pauses) {
        this.connection = connection;
        this.pauses = pauses;
        this.loop = connection.loop();
        this.queue = new DiskQueue(loop);
        this.waiting = new SharedMemoryAccount(loop.memory());
    }

    /** The lane of a whole connection. */
    public static DiskLane of(TcpConnection connection) {
        return new DiskLane(connection, true);
    }

    /** The lane of one stream of a connection, whose bytes are held back by its credit: the others are still read. */
    public static DiskLane ofStream(TcpConnection connection) {
        return new DiskLane(connection, false);
    }

    /** Runs a task behind those before it; the connection is not read while too many bytes wait. */
    public void submit(int bytes, Runnable task) {
        int cost = bytes + TASK_BYTES;
        if (waiting.change(cost) >= PAUSE_AT && pauses) {
            connection.pauseReading(PauseReason.FILES);
            resumeIf(waiting.change(0)); // It may have emptied before the pause was set, and would not look again.
        }
        queue.execute(() -> {
            began = loop.nanos();
            try {
                task.run();
            } finally {
                stood += Math.max(0, loop.nanos() - began - SLOW);
                resumeIf(waiting.change(-cost));
            }
        });
    }

    private void resumeIf(long bytes) {
        if (pauses && bytes <= RESUME_AT) {
            connection.resumeReading(PauseReason.FILES);
        }
    }

    /** Nanoseconds of the lane's clock. */
    public long now() {
        return Math.min(loop.nanos() - began, SLOW) + began - stood;
    }

    /** Runs a task on the lane after a delay, unless the result is cancelled or the loop ends. */
    public Deadline after(long nanos, Runnable task) {
        return loop.schedule(nanos, () -> submit(0, task));
    }

    /**
     * Runs a task on a blocking thread after a delay, or at the end of the loop if that comes first.
     *
     * @return takes the task back
     */
    public Runnable remind(Duration delay, Runnable task) {
        Deadline reminder = new Reminder(task);
        loop.schedule(reminder, loop.nanos() + delay.toNanos());
        return () -> loop.cancel(reminder);
    }

    /** Outlives the connection whose lane has made it. */
    private final class Reminder extends Deadline {
        private final Runnable task;

        Reminder(Runnable task) {
            this.task = task;
        }

        @Override
        protected void onDeadline() {
            queue.execute(task);
        }

        @Override
        protected void onLoopEnded() {
            task.run();
        }
    }

    /** Runs something on the loop after a delay, unless the loop ends before. */
    public Deadline onLoop(Duration delay, Runnable task) {
        return loop.schedule(delay.toNanos(), task);
    }

    /** Takes back what {@link #after} has given. */
    public void cancel(Deadline deadline) {
        loop.cancel(deadline);
    }

    /** Blocks until everything submitted before is done, for so long at most. */
    public void await(Duration longest) {
        CountDownLatch done = new CountDownLatch(1);
        submit(0, done::countDown);
        try {
            boolean unused = done.await(longest.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
