package io.trunkline.benchmarks.macro.ours;

import io.trunkline.Payload;
import io.trunkline.benchmarks.macro.Link;
import io.trunkline.benchmarks.macro.Receiver;
import io.trunkline.transport.CloseReason;
import io.trunkline.transport.ConnectionHandler;
import io.trunkline.transport.FrameConnection;
import java.nio.ByteBuffer;

/** The client's end of one connection. Loop-confined. */
final class TrunklineLink implements ConnectionHandler<Payload>, Link {
    private final FrameConnection<Payload> connection;
    private final Bodies bodies;
    private final Receiver receiver;

    TrunklineLink(FrameConnection<Payload> connection, Bodies bodies, Receiver receiver) {
        this.connection = connection;
        this.bodies = bodies;
        this.receiver = receiver;
    }

    @Override
    public void onOpen() {
        receiver.onOpen(this);
    }

    @Override
    public void onFrame(Payload frame) {
        ByteBuffer body = frame.asByteBuffer();
        receiver.onFrame(body.getLong(0), frame.size(), body.get(frame.size() - 1));
    }

    @Override
    public void onClose(CloseReason reason) {
        receiver.onFailure(new IllegalStateException("closed: " + reason));
    }

    @Override
    public void send(long number) {
        connection.send(bodies.make(number));
    }

    @Override
    public void close() {
        connection.close();
    }
}
