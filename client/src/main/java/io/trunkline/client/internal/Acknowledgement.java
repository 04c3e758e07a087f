package io.trunkline.client.internal;

import io.trunkline.Delivery;
import io.trunkline.RequestInterruptedException;
import io.trunkline.RequestTimeoutException;
import java.time.Duration;
import java.util.concurrent.TimeoutException;

/**
 * Waits on behalf of a caller until the broker has acknowledged what he declared.
 *
 * <p>Thread-safe: stateless.
 */
final class Acknowledgement {
    private Acknowledgement() {}

    /** Waits so long at most, through lost connections; withdraws the declaration if it is not acknowledged. */
    static void await(Declared declared, Duration timeout) {
        try {
            Failures.awaitShared(declared.acknowledged(), timeout);
        } catch (TimeoutException e) {
            declared.cancel();
            throw new RequestTimeoutException(
                    "the broker has not acknowledged '" + declared.pattern() + "' within " + timeout.toMillis() + " ms",
                    timeout,
                    Delivery.MAYBE_SENT);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            declared.cancel();
            throw new RequestInterruptedException(
                    "interrupted while waiting for the broker to acknowledge '" + declared.pattern() + "'",
                    Delivery.MAYBE_SENT);
        }
    }
}
