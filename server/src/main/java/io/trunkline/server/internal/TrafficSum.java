package io.trunkline.server.internal;

import io.trunkline.transport.ConnectionStats;
import io.trunkline.transport.internal.TcpConnection;

/** Adds up the figures of connections. Caller-confined. */
final class TrafficSum {
    private Traffic.Carried carried;
    private long outboundBytes;
    private int open;

    TrafficSum(Traffic.Carried byClosed) {
        this.carried = byClosed;
    }

    void add(TcpConnection connection) {
        ConnectionStats stats = connection.stats();
        carried = carried.plus(stats);
        outboundBytes += stats.outboundBytes();
        open++;
    }

    Traffic toTraffic(long everOpened) {
        return new Traffic(open, everOpened, outboundBytes, carried);
    }
}
