package io.trunkline.transport.internal;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * The way into a connection: reads a bounded batch per turn, and hands it over.
 *
 * <p>Keeps nothing: an idle connection has no way in, only the state that says whether it would be read. Loop-confined.
 */
final class Inbound {
    /** What one connection may bring in per turn, so that a busy peer does not starve the others. */
    private static final int READ_BUDGET = 4 * ReadBuffer.CAPACITY;

    private Inbound() {}

    /** Tells whether the socket's readability is wanted now. */
    static boolean wantsRead(TcpConnection connection) {
        return switch (connection.state()) {
            case OPEN -> !connection.events().isPaused();
            case HANDSHAKING, LINGERING -> true;
            case HALF_CLOSED, DRAINING, CLOSED -> false;
        };
    }

    /** Reads until the socket is empty, the budget is spent, or nobody wants more. */
    static void read(TcpConnection connection) throws IOException {
        SocketIo io = connection.io();
        ReadBuffer buffer = connection.loop().buffers().read();
        int budget = READ_BUDGET;
        while (budget > 0 && wantsRead(connection)) {
            ByteBuffer into = buffer.cleared(io);
            int count = io.read(into);
            if (count < 0) {
                connection.events().onInputEnded();
                return;
            }
            if (count == 0) {
                return;
            }
            deliver(connection, buffer, into, count);
            if (into.capacity() > count && !io.hasUnread()) {
                return; // A short read has emptied the socket: asking again would cost a call for nothing.
            }
            budget -= count;
        }
    }

    private static void deliver(TcpConnection connection, ReadBuffer buffer, ByteBuffer read, int count) {
        assert connection.state() != ConnectionState.HANDSHAKING : "bytes before the connection is open";
        EventLoop loop = connection.loop();
        long now = loop.nanos();
        connection.facts().read(count, now);
        if (connection.state() == ConnectionState.LINGERING) {
            connection.end().discarded(count);
            return;
        }
        loop.batchClock().begin(now);
        try {
            connection.events().onBytes(buffer.filled(read), count);
        } finally {
            loop.batchClock().end();
        }
        assert buffer.poison(count);
    }
}
