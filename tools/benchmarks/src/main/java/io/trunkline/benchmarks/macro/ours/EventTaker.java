package io.trunkline.benchmarks.macro.ours;

import io.trunkline.Payload;
import io.trunkline.benchmarks.macro.Frames;
import io.trunkline.benchmarks.macro.Link;
import io.trunkline.benchmarks.macro.Receiver;
import io.trunkline.transport.CloseReason;
import io.trunkline.transport.ConnectionHandler;
import io.trunkline.transport.FrameConnection;

/** Asks for events, and binds each as users would. Loop-confined. */
final class EventTaker<T> implements ConnectionHandler<Payload>, Link {
    private final FrameConnection<Payload> connection;
    private final Bodied<T> bodied;
    private final Receiver receiver;

    EventTaker(FrameConnection<Payload> connection, Bodied<T> bodied, Receiver receiver) {
        this.connection = connection;
        this.bodied = bodied;
        this.receiver = receiver;
    }

    @Override
    public void onOpen() {
        receiver.onOpen(this);
    }

    @Override
    public void onFrame(Payload event) {
        T body = event.as(bodied.type());
        receiver.onFrame(bodied.number().applyAsLong(body), bodied.size().applyAsInt(body), Frames.FILLER);
    }

    @Override
    public void onClose(CloseReason reason) {
        receiver.onFailure(new IllegalStateException("closed: " + reason));
    }

    @Override
    public void send(long number) {
        connection.send(Payload.ofText("events, please"));
    }

    @Override
    public void close() {
        connection.close();
    }
}
