package io.trunkline.server.apps;

import io.trunkline.transport.ConnectionHandler;
import io.trunkline.transport.FrameConnection;

/** Sends every frame back. One per connection. */
final class FrameEcho<F> implements ConnectionHandler<F> {
    private final FrameConnection<F> connection;
    private final Throttle throttle;

    FrameEcho(FrameConnection<F> connection) {
        this.connection = connection;
        this.throttle = new Throttle(connection);
    }

    @Override
    public void onFrame(F frame) {
        connection.send(frame);
        throttle.afterSend();
    }

    @Override
    public void onWritable(boolean writable) {
        throttle.onWritable(writable);
    }
}
