package io.trunkline.server.internal.admission;

import io.trunkline.server.internal.handler.Workers;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Lets so many logins be looked at at once, and so many more wait for that.
 *
 * <pre>{@code
 * a place is free ─▶ a worker ─▶ done ─▶ the next that waits, on a worker
 * else: fewer than 1,024 wait ─▶ waits      else ─▶ refused
 * }</pre>
 *
 * <p>What waits holds a token of 16 KiB at most. Thread-safe: guarded by {@code this}, which is not held while a task runs.
 */
final class LoginQueue {
    /** Half of the workers where threads are a bounded pool: authenticators that hang leave handlers theirs. */
    static final int MAX_RUNNING = 64;

    /** Clients that lose a server together come back together: 16 MiB of tokens at most. */
    static final int MAX_WAITING = 1_024;

    private final Executor workers;
    private final Queue<LoginAttempt> waiting = new ArrayDeque<>();
    private int running;

    LoginQueue(Executor workers) {
        this.workers = workers;
    }

    /** Has an attempt run now or soon; false if too many wait, or no worker takes it. */
    boolean offer(LoginAttempt attempt) {
        synchronized (this) {
            if (running == MAX_RUNNING) {
                return waiting.size() < MAX_WAITING && waiting.add(attempt);
            }
            running++;
        }
        if (start(attempt)) {
            return true;
        }
        next();
        return false;
    }

    /** Takes a place for a caller that runs by itself; {@link #done} gives it back. */
    synchronized boolean tryTakePlace() {
        boolean free = running < MAX_RUNNING;
        running += free ? 1 : 0;
        return free;
    }

    /** Gives a place to who waits longest. */
    void done() {
        next();
    }

    private boolean start(LoginAttempt attempt) {
        return Workers.tryExecute(workers, () -> {
            try {
                attempt.run();
            } finally {
                next(); // Not before it returns, whoever has given it up.
            }
        });
    }

    private void next() {
        while (true) {
            LoginAttempt attempt = pollOrFreePlace();
            if (attempt == null || start(attempt)) {
                return;
            }
            attempt.reject();
        }
    }

    private synchronized @Nullable LoginAttempt pollOrFreePlace() {
        LoginAttempt attempt = waiting.poll();
        running -= attempt == null ? 1 : 0;
        return attempt;
    }
}
