package io.trunkline.client;

import java.time.Duration;
import java.util.Objects;
import java.util.OptionalInt;

/**
 * How long a client rests between attempts to connect, and when it gives up.
 *
 * <pre>{@code
 * attempt n rests  random(0, min(maxDelay, baseDelay * 2^n))      n = 0, 1, 2 …; without jitter the whole of it
 * }</pre>
 *
 * <p>An attempt tries every endpoint once. Attempts are counted from 0 again after a connection that was usable for
 * {@link #healthyAfter()}. Immutable.
 */
public final class ReconnectPolicy {
    /** Above it nobody waits for a client any more. */
    private static final Duration MAX_DELAY = Duration.ofHours(1);

    private static final ReconnectPolicy FOREVER = builder().build();

    private static final ReconnectPolicy SEED =
            builder().maxAttempts(5).jitter(false).build();

    private static final ReconnectPolicy NEVER = builder().maxAttempts(0).build();

    private final Duration baseDelay;
    private final Duration maxDelay;
    private final Duration healthyAfter;
    private final int maxAttempts;
    private final boolean jitter;

    private ReconnectPolicy(Builder set) {
        baseDelay = set.baseDelay;
        maxDelay = set.maxDelay;
        healthyAfter = set.healthyAfter;
        maxAttempts = set.maxAttempts;
        jitter = set.jitter;
    }

    /**
     * Never gives up: rests random(0, min(30 s, 1 s * 2^n)), so that a thousand clients do not come back together.
     *
     * @return the default
     */
    public static ReconnectPolicy forever() {
        return FOREVER;
    }

    /**
     * Rests 1, 2, 4, 8 and 16 s, without jitter, and gives up after the fifth attempt: the policy of older systems.
     *
     * @return five attempts
     */
    public static ReconnectPolicy seed() {
        return SEED;
    }

    /**
     * Does not reconnect: a client whose connection is lost is {@link ClientState#CLOSED}.
     *
     * @return no attempts
     */
    public static ReconnectPolicy never() {
        return NEVER;
    }

    /**
     * Starts from {@link #forever()}.
     *
     * @return a new builder
     */
    public static Builder builder() {
        return new Builder();
    }

    /** {@return the rest before the first attempt, at most: 1 s unless set} */
    public Duration baseDelay() {
        return baseDelay;
    }

    /** {@return the longest rest: 30 s unless set} */
    public Duration maxDelay() {
        return maxDelay;
    }

    /** {@return how long a connection must have been usable for attempts to be counted from 0 again: 10 s unless set} */
    public Duration healthyAfter() {
        return healthyAfter;
    }

    /** {@return after how many attempts in vain the client gives up: empty for never, the default} */
    public OptionalInt maxAttempts() {
        return maxAttempts == Builder.UNLIMITED ? OptionalInt.empty() : OptionalInt.of(maxAttempts);
    }

    /**
     * Tells whether a rest is a random part of what it may be.
     *
     * @return true unless set
     */
    public boolean isJittered() {
        return jitter;
    }

    @Override
    public String toString() {
        return "ReconnectPolicy[baseDelay=" + baseDelay + ", maxDelay=" + maxDelay + ", maxAttempts="
                + (maxAttempts == Builder.UNLIMITED ? "unlimited" : maxAttempts) + ", jitter=" + jitter
                + ", healthyAfter=" + healthyAfter + "]";
    }

    /** Collects settings; caller-confined. */
    public static final class Builder {
        private static final int UNLIMITED = Integer.MAX_VALUE;

        private Duration baseDelay = Duration.ofSeconds(1);
        private Duration maxDelay = Duration.ofSeconds(30);
        private Duration healthyAfter = Duration.ofSeconds(10);
        private int maxAttempts = UNLIMITED;
        private boolean jitter = true;

        private Builder() {}

        /**
         * Sets the rest before the first attempt, at most; it doubles with each attempt in vain: default 1 s.
         *
         * @param delay 1 ms to 1 hour
         * @return this
         */
        public Builder baseDelay(Duration delay) {
            baseDelay = Objects.requireNonNull(delay, "baseDelay");
            return this;
        }

        /**
         * Bounds the rest: default 30 s.
         *
         * @param delay the base delay at least, 1 hour at most
         * @return this
         */
        public Builder maxDelay(Duration delay) {
            maxDelay = Objects.requireNonNull(delay, "maxDelay");
            return this;
        }

        /**
         * Says how long a connection must have been usable for attempts to be counted from 0 again: default 10 s.
         *
         * @param time more than zero, at most 1 hour
         * @return this
         */
        public Builder healthyAfter(Duration time) {
            healthyAfter = Objects.requireNonNull(time, "healthyAfter");
            return this;
        }

        /**
         * Gives up after so many attempts in vain: default never. The client is {@link ClientState#CLOSED} then.
         *
         * @param attempts 0 or more; 0 does not reconnect
         * @return this
         */
        public Builder maxAttempts(int attempts) {
            maxAttempts = attempts;
            return this;
        }

        /**
         * Rests a random part of the time, all of it included: default true. Without it the clients that a server has lost
         * together come back together.
         *
         * @param jitter whether to
         * @return this
         */
        public Builder jitter(boolean jitter) {
            this.jitter = jitter;
            return this;
        }

        /**
         * Checks every setting.
         *
         * @return an immutable policy
         * @throws IllegalArgumentException naming the setting, its value and the allowed range
         */
        public ReconnectPolicy build() {
            ClientLimits.positive("baseDelay", baseDelay, MAX_DELAY);
            if (baseDelay.toMillis() == 0) {
                throw new IllegalArgumentException("baseDelay is " + baseDelay + ", allowed is at least PT0.001S");
            }
            ClientLimits.positive("maxDelay", maxDelay, MAX_DELAY);
            if (maxDelay.compareTo(baseDelay) < 0) {
                throw new IllegalArgumentException(
                        "maxDelay is " + maxDelay + ", allowed is at least baseDelay, " + baseDelay);
            }
            ClientLimits.positive("healthyAfter", healthyAfter, MAX_DELAY);
            ClientLimits.inRange("maxAttempts", maxAttempts, 0, UNLIMITED);
            return new ReconnectPolicy(this);
        }
    }
}
