package io.trunkline.transport.internal;

import java.util.concurrent.locks.ReentrantLock;

/**
 * Takes frames back that were written without a callback, as long as no byte of them has left.
 *
 * <pre>{@code
 * staged, by another thread:  noted, and cut out by the flush that is due, since the loop may be filling the stage
 * staged, by the loop:        what is staged is queued first
 * queued:                     cut out; the loop is told where that empties the queue
 * }</pre>
 *
 * <p>Keeps nothing. Thread-safe.
 */
final class OutboundWithdrawal {
    private OutboundWithdrawal() {}

    /** Takes back a frame by the position of its first byte; false if a byte of it has left, or the queue is gone. */
    static boolean withdraw(Outbound outbound, long start, int size) {
        boolean tellLoop;
        ReentrantLock lock = outbound.lock();
        lock.lock();
        try {
            OutboundTurn turn = outbound.turn();
            if (turn.covers(start)) {
                if (!outbound.connection().loop().inLoop()) {
                    turn.withdraw(start, size); // It goes with the flush that is due.
                    outbound.signalRoom();
                    return true;
                }
                turn.unstage();
            }
            OutboundQueue queue = outbound.queue();
            if (!queue.withdraw(start, size)) {
                return false;
            }
            // An empty queue too is news to the loop, which may be waiting for writability, watching for a stall,
            // or draining: as long as it counts as knowing of bytes, nobody tells it of new ones.
            tellLoop = outbound.publish() || queue.isEmpty();
            outbound.signalRoom();
        } finally {
            lock.unlock();
        }
        if (tellLoop) {
            outbound.turn().requestFlush();
        }
        return true;
    }
}
