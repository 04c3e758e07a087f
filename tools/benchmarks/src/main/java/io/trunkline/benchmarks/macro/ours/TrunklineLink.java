package io.trunkline.benchmarks.macro.ours;

import io.trunkline.Payload;
import io.trunkline.benchmarks.macro.Link;
import io.trunkline.benchmarks.macro.Receiver;
import io.trunkline.transport.CloseReason;
import io.trunkline.transport.ConnectionHandler;
import io.trunkline.transport.FrameConnection;

/** The client's end of one connection. Loop-confined. */
final class TrunklineLink implements ConnectionHandler<Payload>, Link {
    private final FrameConnection<Payload> connection;
    private final Bodies bodies;
    private final Receiver receiver;
    private byte[] received = {};

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
        // By a copy: the two objects of a read-only buffer cost more than a hundred bytes do, since C2 keeps them on
        // JDK 17
        // (a class in the signature of Buffer.scope() is not loaded when it looks), and Netty's and the minimum's have
        // none.
        byte[] body = room(frame.size());
        frame.copyTo(body, 0);
        receiver.onFrame(bodies.number(body), frame.size(), body[frame.size() - 1]);
    }

    private byte[] room(int size) {
        if (received.length < size) {
            received = new byte[size];
        }
        return received;
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
