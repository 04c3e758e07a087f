package io.trunkline.client.internal.supervise;

import java.time.Duration;

/**
 * What a supervisor needs of those whose connection it keeps alive.
 *
 * <p>Every method is called on the supervisor's loop and must not block. Between two methods the order is that of the diagram
 * in {@link Supervisor}.
 *
 * @param <C> what a connection is
 */
public interface Party<C> {
    /**
     * Begins to connect, and tells the attempt how it goes, on any thread, now or later.
     *
     * @param attempt says where, and is told
     * @return closes what the attempt has opened or is opening; may be called when it is over
     */
    Runnable dial(Attempt<C> attempt);

    /**
     * Takes a connection into use.
     *
     * @param connection open a moment ago
     */
    void up(C connection);

    /**
     * Stops using the connection that was up last.
     *
     * @param connection lost
     * @param why what ended it
     */
    void down(C connection, RuntimeException why);

    /**
     * Takes note that there is a rest before the next attempt.
     *
     * @param attempt counted from 1 since the last healthy connection; 0 if it waits for another connection's attempt
     * @param delay how long the rest is
     * @param why what went wrong before
     */
    void resting(int attempt, Duration delay, RuntimeException why);

    /**
     * Takes note that there will be no connection any more; nothing is called after it.
     *
     * @param attempts how many were made since the last healthy connection
     * @param why what went wrong last
     */
    void gaveUp(int attempts, RuntimeException why);
}
