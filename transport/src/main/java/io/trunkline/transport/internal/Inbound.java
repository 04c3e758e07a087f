package io.trunkline.transport.internal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The way into one connection: reads a bounded batch per turn, hands it over, and holds back while anyone asks for it.
 *
 * <p>Loop-confined, except what says that it is thread-safe.
 */
final class Inbound {
    /** What one connection may bring in per turn, so that a busy peer does not starve the others. */
    private static final int READ_BUDGET = 4 * ReadBuffer.CAPACITY;

    private final TcpConnection connection;
    private final SocketIo io;
    private final AtomicInteger pauses = new AtomicInteger();
    private volatile long resumedAt;

    Inbound(TcpConnection connection, SocketIo io) {
        this.connection = connection;
        this.io = io;
        this.resumedAt = connection.loop().nanos();
    }

    /** Adds a reason not to read; true if it is the first. Thread-safe. */
    boolean pause(PauseReason reason) {
        return pauses.getAndUpdate(bits -> bits | reason.bit()) == 0;
    }

    /** Takes a reason away; true if it was the last. Thread-safe. */
    boolean resume(PauseReason reason) {
        boolean last = pauses.getAndUpdate(bits -> bits & ~reason.bit()) == reason.bit();
        if (last) {
            resumedAt = connection.loop().nanos();
        }
        return last;
    }

    /** Whether anyone keeps it from reading. Thread-safe. */
    boolean isPaused() {
        return pauses.get() != 0;
    }

    /** When the last pause ended; before the first one, the beginning. Thread-safe. */
    long resumedAt() {
        return resumedAt;
    }

    /** Tells whether the socket's readability is wanted now. */
    boolean wantsRead() {
        return switch (connection.state()) {
            case OPEN -> pauses.get() == 0;
            case LINGERING -> true;
            case HALF_CLOSED, DRAINING, CLOSED -> false;
        };
    }

    /** Reads until the socket is empty, the budget is spent, or nobody wants more. */
    void read() throws IOException {
        ReadBuffer buffer = connection.loop().readBuffer();
        int budget = READ_BUDGET;
        while (budget > 0 && wantsRead()) {
            ByteBuffer direct = buffer.cleared();
            int count = io.read(direct);
            if (count < 0) {
                connection.onInputEnded();
                return;
            }
            if (count > 0) {
                deliver(buffer, count);
            }
            if (direct.capacity() > count) {
                return; // A short read has emptied the socket: asking again would cost a call for nothing.
            }
            budget -= count;
        }
    }

    private void deliver(ReadBuffer buffer, int count) {
        connection.activity().read(count, connection.loop().nanos());
        if (connection.state() == ConnectionState.LINGERING) {
            connection.onDiscarded(count);
            return;
        }
        connection.onBytes(buffer.copied(), count);
        assert buffer.poison(count);
    }
}
