package io.trunkline.transport.internal;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * Hands one connection's callbacks to its handler, in order, and keeps them while the workers are full.
 *
 * <pre>{@code
 * FLOWING ──workers reject──▶ HELD: reading is paused, retried every 10 ms ──all handed over──▶ FLOWING
 * }</pre>
 *
 * <p>A frame connection has no way to say BUSY, and a frame that was read cannot be refused: so it waits here, bounded by the
 * inbound limit, since nothing more is read meanwhile. Loop-confined.
 */
final class HandOver extends Deadline {
    private static final long RETRY_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    private final TcpConnection connection;
    private final Executor executor;
    private final Queue<Runnable> held = new ArrayDeque<>();

    /** Hands over to {@code executor}, which is serial. */
    HandOver(TcpConnection connection, Executor executor) {
        this.connection = connection;
        this.executor = executor;
    }

    void submit(Runnable callback) {
        if (!held.isEmpty()) {
            held.add(callback);
        } else if (!tryHandOver(callback)) {
            held.add(callback);
            connection.pauseReading(PauseReason.WORKERS);
            connection.loop().schedule(this, connection.loop().nanos() + RETRY_NANOS);
        }
    }

    private boolean tryHandOver(Runnable callback) {
        try {
            executor.execute(callback);
            return true;
        } catch (RejectedExecutionException e) {
            return false;
        }
    }

    /** The workers are full or gone and the loop is ending: it has nothing else left to do, so it runs what is held. */
    @Override
    protected void onLoopEnded() {
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
                connection.loop().schedule(this, connection.loop().nanos() + RETRY_NANOS);
                return;
            }
            held.remove();
        }
        connection.resumeReading(PauseReason.WORKERS);
    }
}
