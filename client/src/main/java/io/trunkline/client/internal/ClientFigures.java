package io.trunkline.client.internal;

import io.trunkline.client.ClientStats;
import io.trunkline.transport.ConnectionStats;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;

/**
 * Adds up what a client's connections have carried, those that are gone included.
 *
 * <p>Thread-safe.
 */
final class ClientFigures {
    private final LongAdder connections = new LongAdder();
    private final LongAdder lateAnswers = new LongAdder();
    private final LongAdder bytesReceived = new LongAdder();
    private final LongAdder bytesSent = new LongAdder();
    private final LongAdder framesDropped = new LongAdder();

    void up() {
        connections.increment();
    }

    /** Keeps the figures of a session that has ended. */
    void ended(BrokerSession session) {
        ConnectionStats last = session.connection().stats();
        lateAnswers.add(session.calls().lateAnswers());
        bytesReceived.add(last.bytesRead());
        bytesSent.add(last.bytesWritten());
        framesDropped.add(last.framesDropped());
    }

    /** Adds the sessions that are up. */
    ClientStats.Builder with(List<BrokerSession> up) {
        long late = lateAnswers.sum();
        long received = bytesReceived.sum();
        long sent = bytesSent.sum();
        long dropped = framesDropped.sum();
        int inFlight = 0;
        for (BrokerSession session : up) {
            ConnectionStats now = session.connection().stats();
            late += session.calls().lateAnswers();
            received += now.bytesRead();
            sent += now.bytesWritten();
            dropped += now.framesDropped();
            inFlight += session.calls().inFlight();
        }
        return ClientStats.builder()
                .connections(up.size())
                .connectionsTotal(connections.sum())
                .inFlight(inFlight)
                .lateAnswers(late)
                .bytesReceived(received)
                .bytesSent(sent)
                .framesDropped(dropped);
    }
}
