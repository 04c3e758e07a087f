package io.trunkline.benchmarks.macro.ours;

import io.trunkline.Payload;
import io.trunkline.transport.ConnectionHandler;
import io.trunkline.transport.FrameConnection;

/** Once asked, sends events while the connection is writable, and goes on whenever it is again. Loop-confined. */
final class EventSource implements ConnectionHandler<Payload> {
    private final FrameConnection<Payload> connection;
    private final Bodies bodies;
    private boolean asked;
    private long next;

    EventSource(FrameConnection<Payload> connection, int body) {
        this.connection = connection;
        this.bodies = new Bodies(body);
    }

    @Override
    public void onFrame(Payload question) {
        asked = true;
        fill();
    }

    @Override
    public void onWritable(boolean writable) {
        if (asked && writable) {
            fill();
        }
    }

    private void fill() {
        while (connection.isWritable()) {
            connection.send(bodies.make(next++));
        }
    }
}
