package io.trunkline.client.internal;

import io.trunkline.transport.CloseReason;
import io.trunkline.transport.ConnectionHandler;
import io.trunkline.transport.FrameConnection;
import java.time.Duration;

/** Frames go to handlers of the user's, a new one for each connection. Thread-safe. */
final class PushMode<F> implements FrameMode<F> {
    private final ConnectionHandler.Factory<F> handlers;

    PushMode(ConnectionHandler.Factory<F> handlers) {
        this.handlers = handlers;
    }

    @Override
    public boolean isOnLoop() {
        return false;
    }

    @Override
    public ConnectionHandler<F> open(FrameConnection<F> connection) {
        return handlers.open(connection);
    }

    @Override
    public F receive(Duration timeout) {
        throw new IllegalStateException("receive() on a client whose frames go to the handler of FrameClient.start");
    }

    @Override
    public boolean isFull() {
        return false;
    }

    @Override
    public void ended(CloseReason reason) {
        // Its last handler has been told.
    }
}
