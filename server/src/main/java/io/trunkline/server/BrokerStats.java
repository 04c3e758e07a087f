package io.trunkline.server;

import io.trunkline.server.internal.broker.BrokerFigures;

/**
 * Counts what the broker of a server holds and has done, at one moment.
 *
 * <p>Immutable.
 */
public final class BrokerStats {
    private final BrokerFigures figures;

    BrokerStats(BrokerFigures figures) {
        this.figures = figures;
    }

    /**
     * Counts the clients that are connected.
     *
     * @return 0 or more
     */
    public int clients() {
        return figures.clients();
    }

    /**
     * Counts the requests that run, here or at a client.
     *
     * @return those that were given up while their handler goes on included
     */
    public int requestsInFlight() {
        return figures.running();
    }

    /**
     * Counts the requests that were accepted.
     *
     * @return those that run included
     */
    public long requestsTotal() {
        return figures.begun();
    }

    /**
     * Counts the requests that wait for the answer of a client.
     *
     * @return 0 or more
     */
    public int requestsForwarded() {
        return figures.forwarded();
    }

    /**
     * Counts the subscriptions that are held.
     *
     * @return by all clients
     */
    public int subscriptions() {
        return figures.subscriptions();
    }

    /**
     * Counts the answers that came when their request had ended, and were dropped.
     *
     * @return 0 or more
     */
    public long lateAnswers() {
        return figures.lateAnswers();
    }

    /**
     * Counts the one-way requests that were dropped since nobody takes them, or not now.
     *
     * @return 0 or more
     */
    public long oneWayDropped() {
        return figures.oneWayDropped();
    }

    /**
     * Counts the events that a subscriber did not get since they are larger than it takes.
     *
     * @return 0 or more
     */
    public long undeliverable() {
        return figures.undeliverable();
    }

    /**
     * Counts the errors that came as answers to nothing.
     *
     * @return 0 or more
     */
    public long strayErrors() {
        return figures.strayErrors();
    }

    /** Shows every figure. */
    @Override
    public String toString() {
        return "BrokerStats[clients=" + clients() + " requestsInFlight=" + requestsInFlight() + " requestsTotal="
                + requestsTotal() + " requestsForwarded=" + requestsForwarded() + " subscriptions=" + subscriptions()
                + " lateAnswers=" + lateAnswers() + " oneWayDropped=" + oneWayDropped() + " undeliverable="
                + undeliverable() + " strayErrors=" + strayErrors() + "]";
    }
}
