package io.trunkline.transport.internal;

/** Where a connection stands, and which states may follow; the diagram is in {@link TcpConnection}. */
enum ConnectionState {
    HANDSHAKING,
    OPEN,
    HALF_CLOSED,
    DRAINING,
    LINGERING,
    CLOSED;

    boolean mayBecome(ConnectionState next) {
        return switch (this) {
            case HANDSHAKING -> next == OPEN || next == CLOSED;
            case OPEN -> next == HALF_CLOSED || next == DRAINING || next == CLOSED;
            case HALF_CLOSED -> next == DRAINING || next == CLOSED;
            case DRAINING -> next == LINGERING || next == CLOSED;
            case LINGERING -> next == CLOSED;
            case CLOSED -> false;
        };
    }

    /** Whether nothing more is taken, and what is left goes out in order. */
    boolean isEnding() {
        return this == DRAINING || this == LINGERING;
    }

    boolean takesWrites() {
        return this == OPEN || this == HALF_CLOSED;
    }
}
