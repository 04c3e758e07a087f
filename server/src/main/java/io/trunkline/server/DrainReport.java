package io.trunkline.server;

import java.time.Duration;

/**
 * Tells how a shutdown went: what was finished and what had to be cut.
 *
 * <p>Immutable.
 */
public final class DrainReport {
    private final int connections;
    private final int cutConnections;
    private final int cutRequests;
    private final Duration took;

    /** Counts at the end of a drain. */
    DrainReport(int connections, int cutConnections, int cutRequests, Duration took) {
        this.connections = connections;
        this.cutConnections = cutConnections;
        this.cutRequests = cutRequests;
        this.took = took;
    }

    /**
     * Counts the connections that were open when the drain began.
     *
     * @return 0 or more
     */
    public int connections() {
        return connections;
    }

    /**
     * Counts the connections that were closed by force when the grace period had passed.
     *
     * @return 0 if everything ended in order
     */
    public int cutConnections() {
        return cutConnections;
    }

    /**
     * Counts the requests that were accepted and not answered.
     *
     * @return 0 if everything ended in order
     */
    public int cutRequests() {
        return cutRequests;
    }

    /**
     * Tells whether every accepted request was answered and no connection was cut.
     *
     * @return true if nothing was lost
     */
    public boolean isComplete() {
        return cutConnections == 0 && cutRequests == 0;
    }

    /**
     * Measures the drain from its call to its end.
     *
     * @return never negative
     */
    public Duration took() {
        return took;
    }

    @Override
    public String toString() {
        return "DrainReport[connections=" + connections + ", cutConnections=" + cutConnections + ", cutRequests="
                + cutRequests + ", took=" + took + "]";
    }
}
