package io.trunkline.server;

import io.trunkline.server.internal.Traffic;
import io.trunkline.server.internal.broker.BrokerFigures;
import io.trunkline.server.internal.observe.Observation;
import io.trunkline.transport.internal.MemoryBudget;
import io.trunkline.transport.internal.RuntimeCore;
import java.util.Map;

/**
 * Counts what a server holds and has done since its start, at one moment.
 *
 * <p>Sums never shrink from one look to the next. Figures are read one after the other while the server goes on, so they need
 * not add up. Immutable.
 */
public final class ServerStats {
    private final Traffic traffic;
    private final BrokerStats broker;
    private final HandlerStats handlers;
    private final StreamStats streams;
    private final Map<Refusal.Reason, Long> refusals;
    private final long protocolErrors;
    private final long eventsDropped;
    private final long memoryUsed;
    private final long memoryBudget;

    private ServerStats(ServerParts parts) {
        Observation observation = parts.watching().observation();
        MemoryBudget memory = RuntimeCore.of(parts.runtime()).memory();
        BrokerFigures figures = parts.broker().figures();
        this.traffic = parts.connections().traffic();
        this.broker = new BrokerStats(figures);
        this.handlers = new HandlerStats(parts.watching().calls().times(), observation.handlerFailures());
        this.streams = new StreamStats(observation.streams().figures());
        this.refusals = Map.copyOf(observation.refusals());
        this.protocolErrors = observation.protocolErrors();
        this.eventsDropped = observation.eventsDropped();
        this.memoryUsed = memory.used();
        this.memoryBudget = memory.limit();
    }

    static ServerStats of(ServerParts parts) {
        return new ServerStats(parts);
    }

    /**
     * Counts the connections that are open.
     *
     * @return on all listeners; over TLS, those whose handshake is over
     */
    public int connections() {
        return traffic.open();
    }

    /**
     * Counts the connections that were ever open.
     *
     * @return those that are open included
     */
    public long connectionsTotal() {
        return traffic.everOpened();
    }

    /**
     * Counts the bytes that peers have sent.
     *
     * @return over TLS, the bytes inside of it
     */
    public long bytesReceived() {
        return traffic.carried().bytesRead();
    }

    /**
     * Counts the bytes that were sent to peers.
     *
     * @return over TLS, the bytes inside of it
     */
    public long bytesSent() {
        return traffic.carried().bytesWritten();
    }

    /**
     * Counts the frames that peers have sent.
     *
     * @return those with an unusable content included
     */
    public long framesReceived() {
        return traffic.carried().framesRead();
    }

    /**
     * Counts the frames that were queued for peers.
     *
     * @return those that were dropped again, and those that a closed connection did not get, included
     */
    public long framesSent() {
        return traffic.carried().framesQueued();
    }

    /**
     * Counts the frames that overflow policies have dropped.
     *
     * @return 0 unless such a policy is set
     */
    public long framesDropped() {
        return traffic.carried().framesDropped();
    }

    /**
     * Counts the bytes that wait for their peers in all outbound queues.
     *
     * @return 0 or more
     */
    public long outboundBytes() {
        return traffic.outboundBytes();
    }

    /**
     * Counts what the broker holds and has done.
     *
     * @return zeros where no listener speaks broker messages
     */
    public BrokerStats broker() {
        return broker;
    }

    /**
     * Measures the handlers of requests.
     *
     * @return zeros where there are none
     */
    public HandlerStats handlers() {
        return handlers;
    }

    /**
     * Counts the streams of multiplexed connections.
     *
     * @return zeros where no listener speaks streams
     */
    public StreamStats streams() {
        return streams;
    }

    /**
     * Counts who was turned away.
     *
     * @return by reason, those that have occurred; unmodifiable
     */
    public Map<Refusal.Reason, Long> refusals() {
        return refusals;
    }

    /**
     * Counts what peers have done against the protocol.
     *
     * @return what was forgiven included
     */
    public long protocolErrors() {
        return protocolErrors;
    }

    /**
     * Counts the events that observers have missed since they were too far behind.
     *
     * @return 0 or more
     */
    public long eventsDropped() {
        return eventsDropped;
    }

    /**
     * Measures the memory that connections of the server's runtime hold for messages.
     *
     * @return bytes; with a shared runtime, those of others too
     */
    public long memoryUsed() {
        return memoryUsed;
    }

    /**
     * Gives the bytes that they may hold.
     *
     * @return the memory budget of the server's runtime
     */
    public long memoryBudget() {
        return memoryBudget;
    }

    /** Shows every figure. */
    @Override
    public String toString() {
        return "ServerStats[connections=" + connections() + " connectionsTotal=" + connectionsTotal()
                + " bytesReceived="
                + bytesReceived() + " bytesSent=" + bytesSent() + " framesReceived=" + framesReceived()
                + " framesSent=" + framesSent() + " framesDropped=" + framesDropped() + " outboundBytes="
                + outboundBytes() + " " + broker + " " + handlers + " " + streams + " refusals=" + refusals
                + " protocolErrors="
                + protocolErrors + " eventsDropped=" + eventsDropped + " memory=" + memoryUsed + "/" + memoryBudget
                + "]";
    }
}
