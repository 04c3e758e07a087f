package io.trunkline.benchmarks.macro.ours;

import io.trunkline.Payload;
import io.trunkline.transport.ConnectionHandler;
import io.trunkline.transport.FrameConnection;

/** Once asked, sends events while the connection is writable, and goes on whenever it is again. Loop-confined. */
final class MessageSource<T> implements ConnectionHandler<Payload> {
    private final FrameConnection<Payload> connection;
    private final Bodied<T> bodied;
    private boolean asked;
    private long next;

    MessageSource(FrameConnection<Payload> connection, Bodied<T> bodied) {
        this.connection = connection;
        this.bodied = bodied;
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
            connection.send(Payload.json(bodied.make().apply(next++)));
        }
    }
}
