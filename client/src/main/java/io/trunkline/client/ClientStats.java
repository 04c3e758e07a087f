package io.trunkline.client;

import java.util.Objects;

/**
 * What a client counts, at one moment.
 *
 * <p>Figures are read one after the other while calls go on, so they need not add up; sums never shrink from one look to the
 * next. Immutable. The builder is public so that fakes of a client can answer.
 */
public final class ClientStats {
    private final ClientState state;
    private final int connections;
    private final long connectionsTotal;
    private final int inFlight;
    private final int waiting;
    private final long retries;
    private final long lateAnswers;
    private final int subscriptions;
    private final long dropped;
    private final long bytesReceived;
    private final long bytesSent;
    private final long framesDropped;
    private final long eventsDropped;

    private ClientStats(Builder set) {
        state = set.state;
        connections = set.connections;
        connectionsTotal = set.connectionsTotal;
        inFlight = set.inFlight;
        waiting = set.waiting;
        retries = set.retries;
        lateAnswers = set.lateAnswers;
        subscriptions = set.subscriptions;
        dropped = set.dropped;
        bytesReceived = set.bytesReceived;
        bytesSent = set.bytesSent;
        framesDropped = set.framesDropped;
        eventsDropped = set.eventsDropped;
    }

    /**
     * Starts from zero, {@link ClientState#CONNECTING}.
     *
     * @return a new builder
     */
    public static Builder builder() {
        return new Builder();
    }

    /** {@return where the client stood} */
    public ClientState state() {
        return state;
    }

    /** {@return the connections that are up} */
    public int connections() {
        return connections;
    }

    /** {@return how often a connection has come up, the first time included} */
    public long connectionsTotal() {
        return connectionsTotal;
    }

    /** {@return the calls that were sent or queued and have no answer} */
    public int inFlight() {
        return inFlight;
    }

    /** {@return the calls and publishes that wait for a connection} */
    public int waiting() {
        return waiting;
    }

    /** {@return the calls of idempotent routes that were sent once more} */
    public long retries() {
        return retries;
    }

    /** {@return the answers that nobody waited for any more} */
    public long lateAnswers() {
        return lateAnswers;
    }

    /** {@return the subscriptions} */
    public int subscriptions() {
        return subscriptions;
    }

    /** {@return the events that present subscriptions have lost to full buffers, or could not bind} */
    public long dropped() {
        return dropped;
    }

    /** {@return the bytes that were received, on all connections} */
    public long bytesReceived() {
        return bytesReceived;
    }

    /** {@return the bytes that were sent, on all connections} */
    public long bytesSent() {
        return bytesSent;
    }

    /** {@return the one-way messages that the overflow policy has dropped from full outbound queues, on all connections} */
    public long framesDropped() {
        return framesDropped;
    }

    /** {@return the events that the observer has missed, being too slow} */
    public long eventsDropped() {
        return eventsDropped;
    }

    @Override
    public String toString() {
        return "ClientStats[" + state + ", connections=" + connections + ", connectionsTotal=" + connectionsTotal
                + ", inFlight=" + inFlight + ", waiting=" + waiting + ", retries=" + retries + ", lateAnswers="
                + lateAnswers + ", subscriptions=" + subscriptions + ", dropped=" + dropped + ", bytesReceived="
                + bytesReceived + ", bytesSent=" + bytesSent + ", framesDropped=" + framesDropped + ", eventsDropped="
                + eventsDropped + "]";
    }

    /** Collects figures; caller-confined. */
    public static final class Builder {
        private ClientState state = ClientState.CONNECTING;
        private int connections;
        private long connectionsTotal;
        private int inFlight;
        private int waiting;
        private long retries;
        private long lateAnswers;
        private int subscriptions;
        private long dropped;
        private long bytesReceived;
        private long bytesSent;
        private long framesDropped;
        private long eventsDropped;

        private Builder() {}

        /**
         * Sets where the client stands.
         *
         * @param now its state
         * @return this
         */
        public Builder state(ClientState now) {
            state = Objects.requireNonNull(now, "state");
            return this;
        }

        /**
         * Sets the connections that are up.
         *
         * @param count 0 or more
         * @return this
         */
        public Builder connections(int count) {
            connections = count;
            return this;
        }

        /**
         * Sets how often a connection has come up, the first time included.
         *
         * @param count 0 or more
         * @return this
         */
        public Builder connectionsTotal(long count) {
            connectionsTotal = count;
            return this;
        }

        /**
         * Sets the calls that were sent or queued and have no answer.
         *
         * @param count 0 or more
         * @return this
         */
        public Builder inFlight(int count) {
            inFlight = count;
            return this;
        }

        /**
         * Sets the calls and publishes that wait for a connection.
         *
         * @param count 0 or more
         * @return this
         */
        public Builder waiting(int count) {
            waiting = count;
            return this;
        }

        /**
         * Sets the calls of idempotent routes that were sent once more.
         *
         * @param count 0 or more
         * @return this
         */
        public Builder retries(long count) {
            retries = count;
            return this;
        }

        /**
         * Sets the answers that nobody waited for any more.
         *
         * @param count 0 or more
         * @return this
         */
        public Builder lateAnswers(long count) {
            lateAnswers = count;
            return this;
        }

        /**
         * Sets the subscriptions.
         *
         * @param count 0 or more
         * @return this
         */
        public Builder subscriptions(int count) {
            subscriptions = count;
            return this;
        }

        /**
         * Sets the events that present subscriptions have lost to full buffers, or could not bind.
         *
         * @param count 0 or more
         * @return this
         */
        public Builder dropped(long count) {
            dropped = count;
            return this;
        }

        /**
         * Sets the bytes that were received, on all connections.
         *
         * @param count 0 or more
         * @return this
         */
        public Builder bytesReceived(long count) {
            bytesReceived = count;
            return this;
        }

        /**
         * Sets the bytes that were sent, on all connections.
         *
         * @param count 0 or more
         * @return this
         */
        public Builder bytesSent(long count) {
            bytesSent = count;
            return this;
        }

        /**
         * Sets the one-way messages that were dropped from full outbound queues, on all connections.
         *
         * @param count 0 or more
         * @return this
         */
        public Builder framesDropped(long count) {
            framesDropped = count;
            return this;
        }

        /**
         * Sets the events that the observer has missed, being too slow.
         *
         * @param count 0 or more
         * @return this
         */
        public Builder eventsDropped(long count) {
            eventsDropped = count;
            return this;
        }

        /**
         * Makes the statistics.
         *
         * @return immutable
         */
        public ClientStats build() {
            return new ClientStats(this);
        }
    }
}
