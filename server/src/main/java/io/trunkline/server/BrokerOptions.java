package io.trunkline.server;

import java.time.Duration;
import java.util.Objects;
import java.util.OptionalInt;

/**
 * Times and sizes of the broker, with the defaults of MB Server Node where it has them.
 *
 * <p>Counts are in {@link ServerLimits}; who may do what, and how often, is admission's. Immutable.
 */
public final class BrokerOptions {
    private final BrokerValues values;

    private BrokerOptions(BrokerValues values) {
        this.values = values;
    }

    /**
     * Gives the documented defaults.
     *
     * @return the same as {@code builder().build()}
     */
    public static BrokerOptions defaults() {
        return builder().build();
    }

    /**
     * Starts from the defaults.
     *
     * @return a builder of the caller's own
     */
    public static Builder builder() {
        return new Builder(new BrokerValues());
    }

    /**
     * Starts from these values.
     *
     * @return a builder of the caller's own
     */
    public Builder toBuilder() {
        return new Builder(values.copy());
    }

    /**
     * Gives the time of a request that names none.
     *
     * @return 5 s unless set
     */
    public Duration requestTimeout() {
        return values.requestTimeout;
    }

    /**
     * Bounds the time of a request, whatever it names.
     *
     * @return an hour unless set
     */
    public Duration maxRequestTimeout() {
        return values.maxRequestTimeout;
    }

    /**
     * Gives the silence after which a client is asked for a sign of life.
     *
     * @return 30 s unless set
     */
    public Duration heartbeatAfter() {
        return values.heartbeatAfter;
    }

    /**
     * Gives the silence after which a client is deregistered and its connection closed.
     *
     * @return 60 s unless set
     */
    public Duration deadAfter() {
        return values.deadAfter;
    }

    /**
     * Bounds the payload of a message.
     *
     * @return empty if the frame limit alone does
     */
    public OptionalInt maxPayload() {
        return values.maxPayload == null ? OptionalInt.empty() : OptionalInt.of(values.maxPayload);
    }

    /**
     * Gives the time over which rates in {@code system.metrics} are measured.
     *
     * @return 60 s unless set
     */
    public Duration monitoringInterval() {
        return values.monitoringInterval;
    }

    /**
     * Gives the least level of the events that {@code system.log} shows.
     *
     * @return {@link LogLevel#INFO} unless set
     */
    public LogLevel logLevel() {
        return values.logLevel;
    }

    /** Shows every setting. */
    @Override
    public String toString() {
        return "BrokerOptions" + values;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof BrokerOptions that && toString().equals(that.toString());
    }

    @Override
    public int hashCode() {
        return toString().hashCode();
    }

    /** Collects options; everything is checked in {@link #build()}. Caller-confined. */
    public static final class Builder {
        private final BrokerValues values;

        private Builder(BrokerValues values) {
            this.values = values;
        }

        /**
         * Sets the time of a request that names none; its end is answered {@code TIMEOUT}.
         *
         * @param time 1 ms to {@link #maxRequestTimeout}; 5 s by default
         * @return this
         */
        public Builder requestTimeout(Duration time) {
            values.requestTimeout = Objects.requireNonNull(time, "requestTimeout");
            return this;
        }

        /**
         * Bounds the time of a request; one that names more gets this.
         *
         * @param longest 1 ms to 1 hour, which is the default
         * @return this
         */
        public Builder maxRequestTimeout(Duration longest) {
            values.maxRequestTimeout = Objects.requireNonNull(longest, "maxRequestTimeout");
            return this;
        }

        /**
         * Sets the silence after which a client is asked for a sign of life, once.
         *
         * @param silence 1 ms to 24 hours; 30 s by default
         * @return this
         */
        public Builder heartbeatAfter(Duration silence) {
            values.heartbeatAfter = Objects.requireNonNull(silence, "heartbeatAfter");
            return this;
        }

        /**
         * Sets the silence after which a client counts as dead; clients of this protocol speak after 30 s.
         *
         * @param silence more than {@link #heartbeatAfter}, at most 24 hours; 60 s by default
         * @return this
         */
        public Builder deadAfter(Duration silence) {
            values.deadAfter = Objects.requireNonNull(silence, "deadAfter");
            return this;
        }

        /**
         * Bounds the payload of a message; a longer one is answered {@code PAYLOAD_TOO_LARGE} and the connection lives. By
         * default the frame limit alone counts, beyond which it is closed.
         *
         * @param bytes 1 to 67,108,864; MB Server Node has 16,384
         * @return this
         */
        public Builder maxPayload(int bytes) {
            values.maxPayload = bytes;
            return this;
        }

        /**
         * Sets the time over which rates in {@code system.metrics} are measured; the machine's figures are as old as that.
         *
         * @param interval 100 ms to 24 hours; 60 s by default
         * @return this
         */
        public Builder monitoringInterval(Duration interval) {
            values.monitoringInterval = Objects.requireNonNull(interval, "monitoringInterval");
            return this;
        }

        /**
         * Sets the least level of the events that {@code system.log} shows, whatever its subscribers ask for.
         *
         * @param least {@link LogLevel#INFO} by default
         * @return this
         */
        public Builder logLevel(LogLevel least) {
            values.logLevel = Objects.requireNonNull(least, "logLevel");
            return this;
        }

        /**
         * Checks every option, alone and together.
         *
         * @return the options
         * @throws IllegalArgumentException naming the setting, the value and the allowed range
         */
        public BrokerOptions build() {
            BrokerValues built = values.copy();
            built.check();
            return new BrokerOptions(built);
        }
    }
}
