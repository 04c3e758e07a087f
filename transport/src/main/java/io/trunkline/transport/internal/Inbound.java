package io.trunkline.transport.internal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;

/**
 * The way into one connection: reads a bounded batch per turn, hands it over, and holds back while anyone asks for it.
 *
 * <p>Loop-confined, except what says that it is thread-safe.
 */
final class Inbound {
    /** What one connection may bring in per turn, so that a busy peer does not starve the others. */
    private static final int READ_BUDGET = 4 * ReadBuffer.CAPACITY;

    private static final AtomicIntegerFieldUpdater<Inbound> PAUSES =
            AtomicIntegerFieldUpdater.newUpdater(Inbound.class, "pauses");

    private final TcpConnection connection;
    private final SocketIo io;

    /** The reasons not to read, as bits; through {@link #PAUSES}, which costs a connection no object. */
    private volatile int pauses;

    Inbound(TcpConnection connection, SocketIo io) {
        this.connection = connection;
        this.io = io;
    }

    /** Adds a reason not to read; true if it is the first. Thread-safe. */
    boolean pause(PauseReason reason) {
        return PAUSES.getAndUpdate(this, bits -> bits | reason.bit()) == 0;
    }

    /** Takes a reason away; true if it was the last. Thread-safe. */
    boolean resume(PauseReason reason) {
        return PAUSES.getAndUpdate(this, bits -> bits & ~reason.bit()) == reason.bit();
    }

    /** Whether anyone keeps it from reading. Thread-safe. */
    boolean isPaused() {
        return pauses != 0;
    }

    /** Whether this is one of the reasons. Thread-safe. */
    boolean isPausedFor(PauseReason reason) {
        return (pauses & reason.bit()) != 0;
    }

    /** Tells whether the socket's readability is wanted now. */
    boolean wantsRead() {
        return switch (connection.state()) {
            case OPEN -> pauses == 0;
            case HANDSHAKING, LINGERING -> true;
            case HALF_CLOSED, DRAINING, CLOSED -> false;
        };
    }

    /** Reads until the socket is empty, the budget is spent, or nobody wants more. */
    void read() throws IOException {
        ReadBuffer buffer = connection.loop().readBuffer();
        int budget = READ_BUDGET;
        while (budget > 0 && wantsRead()) {
            ByteBuffer into = buffer.cleared(io);
            int count = io.read(into);
            if (count < 0) {
                connection.events().onInputEnded();
                return;
            }
            if (count == 0) {
                return;
            }
            deliver(buffer, into, count);
            if (into.capacity() > count && !io.hasUnread()) {
                return; // A short read has emptied the socket: asking again would cost a call for nothing.
            }
            budget -= count;
        }
    }

    private void deliver(ReadBuffer buffer, ByteBuffer read, int count) {
        assert connection.state() != ConnectionState.HANDSHAKING : "bytes before the connection is open";
        connection.facts().activity().read(count, connection.loop().nanos());
        if (connection.state() == ConnectionState.LINGERING) {
            connection.end().discarded(count);
            return;
        }
        connection.events().onBytes(buffer.filled(read), count);
        assert buffer.poison(count);
    }
}
