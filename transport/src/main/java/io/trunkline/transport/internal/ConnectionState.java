package io.trunkline.transport.internal;

/** Where a connection stands, and which states may follow; the diagram is in {@link TcpConnection}. */
enum ConnectionState {
    OPEN,
    HALF_CLOSED,
    DRAINING,
    LINGERING,
    CLOSED;

    boolean mayBecome(ConnectionState next) {
        return switch (this) {
            case OPEN -> next == HALF_CLOSED || next == DRAINING || next == CLOSED;
            case HALF_CLOSED -> next == DRAINING || next == CLOSED;
            case DRAINING -> next == LINGERING || next == CLOSED;
            case LINGERING -> next == CLOSED;
            case CLOSED -> false;
        };
    }

    boolean takesWrites() {
        return this == OPEN || this == HALF_CLOSED;
    }
}
