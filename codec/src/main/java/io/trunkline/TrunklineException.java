package io.trunkline;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The root of everything that Trunkline throws by itself.
 *
 * <p>Catch this and ask {@link #isRetryable()}, or catch one of its leaves. Wrong arguments are
 * {@link IllegalArgumentException}, calls at the wrong moment or on the wrong thread {@link IllegalStateException}; neither
 * is a {@code TrunklineException}. Implements SPEC.md section 8.
 */
public abstract class TrunklineException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Delivery delivery;

    /**
     * Records what happened and whether it may have reached the peer.
     *
     * @param message what, to whom, the numbers, and a hint
     * @param cause what led to it, or null
     * @param delivery whether the peer may have seen it
     */
    protected TrunklineException(String message, @Nullable Throwable cause, Delivery delivery) {
        super(message, cause);
        this.delivery = Objects.requireNonNull(delivery, "delivery");
    }

    /**
     * Tells whether the failed call may have reached the peer.
     *
     * @return never null
     */
    public final Delivery delivery() {
        return delivery;
    }

    /**
     * Tells whether repeating the call later can succeed without running it twice.
     *
     * @return true if nothing was sent, unless a leaf knows better
     */
    public boolean isRetryable() {
        return delivery == Delivery.NOT_SENT;
    }
}
