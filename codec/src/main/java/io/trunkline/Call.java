package io.trunkline;

import java.time.Duration;
import java.util.Optional;

/**
 * What a handler may ask about the request that it serves.
 *
 * <p>Thread-safe, and valid for ever: after the answer it keeps telling what was true then. Methods may be added, as
 * {@code default}s.
 */
public interface Call {
    /**
     * Gives the request as it arrived.
     *
     * @return its topic, version, ids and payload
     */
    Message message();

    /**
     * Tells how much of the request's timeout is left on this machine's clock.
     *
     * @return never negative; zero once the deadline has passed
     */
    Duration remaining();

    /**
     * Tells whether nobody waits for the answer any more: the deadline has passed or the connection is gone.
     *
     * @return true once and for all
     */
    boolean isCancelled();

    /**
     * Runs an action when the call is cancelled, at once if it already is, and never if it is answered first.
     *
     * @param action runs on a worker; what it throws is logged and dropped
     */
    void onCancel(Runnable action);

    /**
     * Names who asks.
     *
     * @return empty if the connection was not authenticated
     */
    Optional<Identity> caller();

    /**
     * Names the connection on which the request came, as {@code address:port}.
     *
     * @return the id under which the server knows the connection
     */
    String connectionId();
}
