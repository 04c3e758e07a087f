package io.trunkline.server;

import java.util.Objects;

/**
 * Bounds what one connection, and all of them together, may hold of the broker.
 *
 * <p>What crosses a bound is refused by name at once, never queued. Immutable.
 */
public final class ServerLimits {
    private static final int MAX_REQUESTS = 1_000_000;
    private static final int MAX_SUBSCRIPTIONS = 10_000_000;
    private static final int MAX_ERRORS = 1_000_000;

    private final int requestsPerConnection;
    private final int requests;
    private final int subscriptionsPerConnection;
    private final int subscriptions;
    private final int protocolErrors;

    private ServerLimits(Builder builder) {
        this.requestsPerConnection = inRange("requestsPerConnection", builder.requestsPerConnection, 1, MAX_REQUESTS);
        this.requests = inRange("requests", builder.requests, requestsPerConnection, MAX_REQUESTS);
        this.subscriptionsPerConnection =
                inRange("subscriptionsPerConnection", builder.subscriptionsPerConnection, 1, MAX_SUBSCRIPTIONS);
        this.subscriptions =
                inRange("subscriptions", builder.subscriptions, subscriptionsPerConnection, MAX_SUBSCRIPTIONS);
        this.protocolErrors = inRange("protocolErrors", builder.protocolErrors, 0, MAX_ERRORS);
    }

    private static int inRange(String setting, int value, int least, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(setting + " must be " + least + " to " + most + ": " + value);
        }
        return value;
    }

    /**
     * Gives the documented defaults.
     *
     * @return the same as {@code builder().build()}
     */
    public static ServerLimits defaults() {
        return builder().build();
    }

    /**
     * Starts from the defaults.
     *
     * @return a builder of the caller's own
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Starts from these values.
     *
     * @return a builder of the caller's own
     */
    public Builder toBuilder() {
        return new Builder(this);
    }

    /**
     * Bounds the requests of one connection that run at once.
     *
     * @return 256 unless set
     */
    public int requestsPerConnection() {
        return requestsPerConnection;
    }

    /**
     * Bounds the requests of all connections that run at once.
     *
     * @return 10,000 unless set
     */
    public int requests() {
        return requests;
    }

    /**
     * Bounds the subscriptions of one connection.
     *
     * @return 10,000 unless set
     */
    public int subscriptionsPerConnection() {
        return subscriptionsPerConnection;
    }

    /**
     * Bounds the subscriptions of all connections.
     *
     * @return 100,000 unless set
     */
    public int subscriptions() {
        return subscriptions;
    }

    /**
     * Bounds the recoverable errors of a connection; the next one closes it.
     *
     * @return 16 unless set
     */
    public int protocolErrors() {
        return protocolErrors;
    }

    @Override
    public String toString() {
        return "ServerLimits[requestsPerConnection=" + requestsPerConnection + ", requests=" + requests
                + ", subscriptionsPerConnection=" + subscriptionsPerConnection + ", subscriptions=" + subscriptions
                + ", protocolErrors=" + protocolErrors + "]";
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ServerLimits that && toString().equals(that.toString());
    }

    @Override
    public int hashCode() {
        return Objects.hash(requestsPerConnection, requests, subscriptionsPerConnection, subscriptions, protocolErrors);
    }

    /** Collects limits; everything is checked in {@link #build()}. Caller-confined. */
    public static final class Builder {
        private int requestsPerConnection = 256;
        private int requests = 10_000;
        private int subscriptionsPerConnection = 10_000;
        private int subscriptions = 100_000;
        private int protocolErrors = 16;

        private Builder() {}

        private Builder(ServerLimits from) {
            this.requestsPerConnection = from.requestsPerConnection;
            this.requests = from.requests;
            this.subscriptionsPerConnection = from.subscriptionsPerConnection;
            this.subscriptions = from.subscriptions;
            this.protocolErrors = from.protocolErrors;
        }

        /**
         * Bounds the requests of one connection that run at once; the next one is answered {@code SERVICE_UNAVAILABLE},
         * reason {@code BUSY}.
         *
         * @param most 1 to 1,000,000, and not above {@link #requests}; 256 by default
         * @return this
         */
        public Builder requestsPerConnection(int most) {
            this.requestsPerConnection = most;
            return this;
        }

        /**
         * Bounds the requests of all connections that run at once; the next one is answered {@code SERVICE_UNAVAILABLE},
         * reason {@code BUSY}.
         *
         * @param most up to 1,000,000, and not below {@link #requestsPerConnection}; 10,000 by default
         * @return this
         */
        public Builder requests(int most) {
            this.requests = most;
            return this;
        }

        /**
         * Bounds the subscriptions of one connection; the next one is answered {@code SERVICE_UNAVAILABLE}, reason
         * {@code LIMIT_EXCEEDED}.
         *
         * @param most 1 to 10,000,000, and not above {@link #subscriptions}; 10,000 by default
         * @return this
         */
        public Builder subscriptionsPerConnection(int most) {
            this.subscriptionsPerConnection = most;
            return this;
        }

        /**
         * Bounds the subscriptions of all connections; the next one is answered {@code SERVICE_UNAVAILABLE}, reason
         * {@code LIMIT_EXCEEDED}.
         *
         * @param most up to 10,000,000, and not below {@link #subscriptionsPerConnection}; 100,000 by default
         * @return this
         */
        public Builder subscriptions(int most) {
            this.subscriptions = most;
            return this;
        }

        /**
         * Bounds the errors that a connection may make and live: bad headers, bad bodies, answers to nothing. The one
         * after closes it.
         *
         * @param most 0 to 1,000,000; 16 by default
         * @return this
         */
        public Builder protocolErrors(int most) {
            this.protocolErrors = most;
            return this;
        }

        /**
         * Checks every limit.
         *
         * @return the limits
         * @throws IllegalArgumentException naming the setting, the value and the allowed range
         */
        public ServerLimits build() {
            return new ServerLimits(this);
        }
    }
}
