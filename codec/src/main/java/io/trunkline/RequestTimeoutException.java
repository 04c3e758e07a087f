package io.trunkline;

import java.time.Duration;

/**
 * No answer came within the request's timeout.
 *
 * <p>The constructor is public so that fakes of a client can throw it in tests.
 */
public final class RequestTimeoutException extends TrunklineException {
    private static final long serialVersionUID = 1L;

    private final Duration timeout;

    /**
     * Describes a request without an answer.
     *
     * @param message the topic, the peer, the numbers, and a hint
     * @param timeout how long the request was given
     * @param delivery {@code NOT_SENT} if it timed out before it was written, else {@code MAYBE_SENT}
     */
    public RequestTimeoutException(String message, Duration timeout, Delivery delivery) {
        super(message, null, delivery);
        this.timeout = timeout;
    }

    /**
     * Tells how long the request was given.
     *
     * @return more than zero
     */
    public Duration timeout() {
        return timeout;
    }
}
