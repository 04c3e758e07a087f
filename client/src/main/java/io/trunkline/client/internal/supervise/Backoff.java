package io.trunkline.client.internal.supervise;

import io.trunkline.client.ReconnectPolicy;
import java.util.function.DoubleSupplier;

/**
 * Counts attempts in vain and says how long to rest before the next.
 *
 * <p>Loop-confined. Implements SPEC.md's section on reconnecting.
 */
final class Backoff {
    /** From here on the doubled delay is above any that a policy allows. */
    private static final int MAX_DOUBLINGS = 30;

    private final ReconnectPolicy policy;
    private final DoubleSupplier random;
    private int attempts;

    /**
     * @param random gives fractions from 0 to below 1
     */
    Backoff(ReconnectPolicy policy, DoubleSupplier random) {
        this.policy = policy;
        this.random = random;
    }

    /** Counts the attempts since the last healthy connection. */
    int attempts() {
        return attempts;
    }

    boolean isExhausted() {
        return attempts >= policy.maxAttempts().orElse(Integer.MAX_VALUE);
    }

    /** Gives the rest before the next attempt, which is counted. */
    long nextNanos() {
        long most =
                Math.min(policy.maxDelay().toNanos(), policy.baseDelay().toNanos() << Math.min(attempts, doublings()));
        attempts++;
        return policy.isJittered() ? (long) (random.getAsDouble() * most) : most;
    }

    /** So many doublings that the delay cannot overflow. */
    private int doublings() {
        return Math.min(
                MAX_DOUBLINGS, Long.numberOfLeadingZeros(policy.baseDelay().toNanos()) - 2);
    }

    /** Takes note that a connection has ended which was usable for so long. */
    void wasUp(long nanos) {
        if (nanos >= policy.healthyAfter().toNanos()) {
            attempts = 0;
        }
    }
}
