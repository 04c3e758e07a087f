package io.trunkline.testing.faults;

import io.trunkline.Payload;
import io.trunkline.transport.CloseReason;
import io.trunkline.transport.ConnectionHandler;
import io.trunkline.transport.FrameConnection;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;

/** One side of a connection of ours: keeps what it receives, or echoes it, and remembers its end. */
final class FramePeer implements ConnectionHandler<Payload> {
    private final FrameConnection<Payload> connection;
    private final boolean echoes;
    private final Queue<Payload> frames = new ConcurrentLinkedQueue<>();
    private final CompletableFuture<CloseReason> closed = new CompletableFuture<>();

    FramePeer(FrameConnection<Payload> connection, boolean echoes) {
        this.connection = connection;
        this.echoes = echoes;
    }

    FrameConnection<Payload> connection() {
        return connection;
    }

    /** The frames so far, in the order of their arrival. */
    List<Payload> received() {
        return List.copyOf(frames);
    }

    CompletableFuture<CloseReason> closed() {
        return closed;
    }

    @Override
    public void onFrame(Payload frame) {
        frames.add(frame);
        if (echoes) {
            connection.send(frame);
        }
    }

    @Override
    public void onClose(CloseReason reason) {
        closed.complete(reason);
    }
}
