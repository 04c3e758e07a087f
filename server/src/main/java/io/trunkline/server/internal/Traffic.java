package io.trunkline.server.internal;

import io.trunkline.transport.ConnectionStats;

/**
 * What the connections of a server have carried, at one moment. Immutable.
 *
 * @param open connections
 * @param everOpened those that are open included
 * @param outboundBytes that wait for their peers
 * @param carried by those that are open and those that were
 */
public record Traffic(int open, long everOpened, long outboundBytes, Carried carried) {
    /**
     * Sums that only grow. Immutable.
     *
     * @param bytesRead from peers
     * @param bytesWritten to them
     * @param framesRead from peers
     * @param framesQueued for them
     * @param framesDropped by overflow policies
     */
    public record Carried(long bytesRead, long bytesWritten, long framesRead, long framesQueued, long framesDropped) {
        static final Carried NOTHING = new Carried(0, 0, 0, 0, 0);

        Carried plus(ConnectionStats one) {
            return new Carried(
                    bytesRead + one.bytesRead(),
                    bytesWritten + one.bytesWritten(),
                    framesRead + one.framesRead(),
                    framesQueued + one.framesQueued(),
                    framesDropped + one.framesDropped());
        }
    }
}
