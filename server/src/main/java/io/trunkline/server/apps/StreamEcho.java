package io.trunkline.server.apps;

import io.trunkline.FrameException;
import io.trunkline.Payload;
import io.trunkline.codec.StreamFrame;
import io.trunkline.codec.internal.mux.Multiplexer;
import io.trunkline.codec.internal.mux.MuxEvents;
import io.trunkline.codec.internal.mux.MuxLimits;
import io.trunkline.codec.internal.mux.MuxRole;
import io.trunkline.codec.internal.mux.MuxStream;
import io.trunkline.codec.internal.mux.StreamEnd;
import io.trunkline.transport.CloseReason;
import io.trunkline.transport.ConnectionHandler;
import io.trunkline.transport.FrameConnection;
import io.trunkline.transport.internal.DrainAware;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends the data of every stream back on that stream.
 *
 * <pre>{@code
 * frame ─▶ Multiplexer ─▶ data(stream) ─▶ written to the stream ─▶ consumed, when it has left for the socket
 * }</pre>
 *
 * <p>When the server drains, the peer is told on stream 0, and the connection ends with its last stream. Streams that wait for
 * credit too long are closed as the next frame arrives; where none does, the listener's idle timeout ends them all.
 *
 * <p>One per connection; its callbacks are serial, and so are the multiplexer's. Implements SPEC.md sections 4 and 6.5.
 */
final class StreamEcho implements ConnectionHandler<StreamFrame>, MuxEvents, DrainAware {
    private static final Logger LOG = LoggerFactory.getLogger(StreamEcho.class);

    private final FrameConnection<StreamFrame> connection;
    private final Throttle throttle;
    private final Multiplexer streams = new Multiplexer(MuxRole.ACCEPTOR, MuxLimits.DEFAULT, this);
    private boolean draining;

    StreamEcho(FrameConnection<StreamFrame> connection) {
        this.connection = connection;
        this.throttle = new Throttle(connection);
    }

    @Override
    public void onOpen() {
        streams.start();
    }

    @Override
    public void onFrame(StreamFrame frame) {
        long now = System.nanoTime();
        streams.sweep(now);
        try {
            streams.receive(frame.streamId(), frame.payload(), now);
        } catch (FrameException e) {
            LOG.debug("conn={} event=refused reason={}", connection.id(), e.reason());
            connection.closeAfterWrites();
            return;
        }
        endIfDrained();
    }

    @Override
    public void onDrain(Duration grace) {
        draining = true;
        streams.announceShutdown("Server is shutting down", grace.toMillis());
        endIfDrained();
    }

    private void endIfDrained() {
        if (draining && streams.openStreams() == 0) {
            connection.closeAfterWrites();
        }
    }

    @Override
    public void send(long streamId, Payload body) {
        connection.send(new StreamFrame(streamId, body));
        throttle.afterSend();
    }

    @Override
    public void opened(MuxStream stream) {
        LOG.trace("conn={} event=stream-opened", connection.id());
    }

    @Override
    public void data(MuxStream stream, Payload bytes) {
        streams.write(stream, bytes, System.nanoTime());
        streams.consumed(stream, bytes.size());
    }

    @Override
    public void closed(MuxStream stream, StreamEnd end) {
        LOG.trace("conn={} event=stream-closed", connection.id());
    }

    @Override
    public void onWritable(boolean writable) {
        throttle.onWritable(writable);
    }

    @Override
    public void onClose(CloseReason reason) {
        streams.connectionEnded();
    }
}
