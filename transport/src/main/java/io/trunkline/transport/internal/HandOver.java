package io.trunkline.transport.internal;

import io.trunkline.transport.CloseReason;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Hands one connection's callbacks to its handler, in order, and keeps them while the workers are full.
 *
 * <pre>{@code
 *    ┌─────────────── all handed over ───────────────┐
 *    ▼                                               │
 * FLOWING ──workers reject──▶ HELD: reading is paused, retried every 10 ms
 *    │                         │ workers shut down for good, or the loop ends
 *    └──workers shut down──────┴──▶ ENDED: the connection is closed; the callbacks that are left run on the loop
 * }</pre>
 *
 * <p>A frame connection has no way to say BUSY, and a frame that was read cannot be refused: so it waits here, bounded by the
 * inbound limit, since nothing more is read meanwhile. It never runs on the loop because the workers are busy. Only once
 * they are gone does the loop run what is left, as no other thread can: the end of the connection, and no frame before it.
 *
 * <p>Loop-confined.
 */
final class HandOver extends Deadline {
    private static final long RETRY_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    private final TcpConnection connection;
    private final Executor workers;
    private final SerialExecutor serial;
    private final Consumer<CloseReason> giveUp;
    private final Queue<Runnable> held = new ArrayDeque<>();
    private boolean ended;

    /**
     * Hands over to {@code serial}, which runs on {@code workers} one callback at a time.
     *
     * @param giveUp closes the connection, and keeps frames from the handler
     */
    HandOver(TcpConnection connection, Executor workers, SerialExecutor serial, Consumer<CloseReason> giveUp) {
        this.connection = connection;
        this.workers = workers;
        this.serial = serial;
        this.giveUp = giveUp;
    }

    void submit(Runnable callback) {
        if (ended) {
            callback.run();
        } else if (!held.isEmpty()) {
            held.add(callback);
        } else if (haveEnded() || !tryHandOver(callback)) {
            held.add(callback);
            connection.pauseReading(PauseReason.WORKERS);
            retryOrEnd();
        }
    }

    /** Then what they took before and threw away, as {@code shutdownNow} does, will never run there either. */
    private boolean haveEnded() {
        return workers instanceof ExecutorService service && service.isTerminated();
    }

    private void retryOrEnd() {
        if (workers instanceof ExecutorService service && service.isShutdown()) {
            end();
        } else {
            connection.loop().schedule(this, connection.loop().nanos() + RETRY_NANOS);
        }
    }

    /** Nobody will ever take them: closed first, so that the handler sees no frame on a thread that is not its own. */
    private void end() {
        ended = true;
        giveUp.accept(CloseReason.of(
                CloseReason.Kind.SHUTDOWN, "the executor that handlers run on was shut down before the connection"));
        serial.runLeft();
        runHeld();
    }

    private boolean tryHandOver(Runnable callback) {
        try {
            serial.execute(callback);
            return true;
        } catch (RejectedExecutionException e) {
            return false;
        }
    }

    /** The workers are full or gone and the loop is ending: it has nothing else left to do, so it runs what is held. */
    @Override
    protected void onLoopEnded() {
        runHeld();
    }

    private void runHeld() {
        Runnable callback;
        while ((callback = held.poll()) != null) {
            callback.run();
        }
    }

    @Override
    protected void onDeadline() {
        Runnable callback;
        while ((callback = held.peek()) != null) {
            if (!tryHandOver(callback)) {
                retryOrEnd();
                return;
            }
            held.remove();
        }
        connection.resumeReading(PauseReason.WORKERS);
    }
}
