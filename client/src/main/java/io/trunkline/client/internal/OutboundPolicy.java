package io.trunkline.client.internal;

import io.trunkline.Delivery;
import io.trunkline.Overflow;
import io.trunkline.QueueFullException;
import io.trunkline.RequestInterruptedException;
import io.trunkline.transport.CloseReason;
import io.trunkline.transport.OutboundLimits;
import io.trunkline.transport.internal.Blocking;
import io.trunkline.transport.internal.Outgoing;
import io.trunkline.transport.internal.TcpConnection;
import java.util.function.LongSupplier;

/**
 * Does what the user wants when the outbound queue is full.
 *
 * <p>Thread-safe. A call that waits for an answer is never dropped in silence: where one-way messages are, it fails.
 */
final class OutboundPolicy {
    private final TcpConnection connection;
    private final OutboundLimits limits;

    OutboundPolicy(TcpConnection connection, OutboundLimits limits) {
        this.connection = connection;
        this.limits = limits;
    }

    /** Writes, waiting so many nanoseconds at most if the user wants to wait, and returns where in the outbound stream. */
    long write(Outgoing frame, LongSupplier patience) {
        try {
            return connection.write(frame);
        } catch (QueueFullException e) {
            return full(frame, patience.getAsLong(), e);
        }
    }

    /** Writes a message that may be dropped, itself or later for a newer one; each drop is counted. */
    void writeOneWay(Outgoing frame) {
        if (limits.overflow() == Overflow.DROP_OLDEST) {
            connection.writeDroppable(frame);
            return;
        }
        try {
            write(frame, () -> Long.MAX_VALUE);
        } catch (QueueFullException e) {
            if (limits.overflow() != Overflow.DROP_NEWEST) {
                throw e;
            }
            connection.countDropped();
        }
    }

    private long full(Outgoing frame, long patienceNanos, QueueFullException refused) {
        switch (limits.overflow()) {
            case BLOCK -> {
                assertMayWait(refused);
                return writeWithRoom(
                        frame, Math.min(patienceNanos, limits.stall().toNanos()));
            }
            case CLOSE -> {
                connection.close(CloseReason.of(CloseReason.Kind.OUTBOUND_CAP, "the outbound queue is full", refused));
                throw refused;
            }
            default -> throw refused;
        }
    }

    private void assertMayWait(QueueFullException refused) {
        if (Blocking.isOnLoop()) {
            throw new IllegalStateException(
                    "sending would block " + Thread.currentThread().getName() + ": the outbound queue to "
                            + connection.id() + " is full and its overflow is BLOCK",
                    refused);
        }
    }

    /** Waits for room, at most as long as a peer may take no byte; others may be faster to fill it, hence the loop. */
    private long writeWithRoom(Outgoing frame, long patienceNanos) {
        long deadline = connection.loop().nanos() + patienceNanos;
        while (true) {
            boolean room = awaitRoom(frame, deadline - connection.loop().nanos());
            try {
                // Also when the time is over: then the frame itself, or the queue, says why it is not sent.
                return connection.write(frame);
            } catch (QueueFullException e) {
                if (!room) {
                    throw e;
                }
            }
        }
    }

    private boolean awaitRoom(Outgoing frame, long nanos) {
        try {
            return connection.awaitRoom(frame.size(), nanos);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RequestInterruptedException(
                    "interrupted while waiting for room in the outbound queue to " + connection.id(),
                    Delivery.NOT_SENT);
        }
    }
}
