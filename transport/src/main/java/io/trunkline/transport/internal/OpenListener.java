package io.trunkline.transport.internal;

import io.trunkline.transport.CloseReason;

/** Learns what became of a connection that was to open: exactly one of the two, once, by its loop. */
interface OpenListener {
    OpenListener NONE = new OpenListener() {
        @Override
        public void onOpened(TcpConnection connection) {}

        @Override
        public void onFailed(CloseReason reason) {}
    };

    /** Called right after the logic's {@code onOpen}. */
    void onOpened(TcpConnection connection);

    /** Called when the connection is closed before it was open; its logic has heard nothing and will not. */
    void onFailed(CloseReason reason);
}
