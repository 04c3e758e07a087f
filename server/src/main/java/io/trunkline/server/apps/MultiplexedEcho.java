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
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends the data of every stream back on that stream, before it looks at the next frame: also where its close follows at once.
 *
 * <pre>{@code
 * frame ─▶ Multiplexer ─▶ data(stream) ─▶ written to the stream ─▶ sent ─▶ consumed, which may grant the peer more
 * }</pre>
 *
 * <p>What the peer grants no credit for is not consumed either, so it can send no more than its window.
 *
 * <p>When the server drains, the peer is told on stream 0, and the connection ends with its last stream. Streams that wait for
 * credit too long are closed as the next frame arrives; where none does, the listener's idle timeout ends them all.
 *
 * <p>One per connection; its callbacks are serial, and so are the multiplexer's. Implements SPEC.md sections 4 and 6.5.
 */
final class MultiplexedEcho implements ConnectionHandler<StreamFrame>, MuxEvents {
    private static final Logger LOG = LoggerFactory.getLogger(MultiplexedEcho.class);

    private final FrameConnection<StreamFrame> connection;
    private final Throttle throttle;
    private final Multiplexer streams = new Multiplexer(MuxRole.ACCEPTOR, MuxLimits.DEFAULT, this);
    /** By stream: what has been sent back and was not reported as consumed. */
    private final Map<Long, Echoed> echoed = new HashMap<>();

    /** What they hold is nobody's any more. */
    private final List<MuxStream> closed = new ArrayList<>();

    private boolean draining;

    /** Bytes of one stream that are back with its peer. */
    private static final class Echoed {
        private final MuxStream stream;
        private long bytes;

        Echoed(MuxStream stream) {
            this.stream = stream;
        }
    }

    MultiplexedEcho(FrameConnection<StreamFrame> connection) {
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
        consume();
        endIfDrained();
    }

    private void consume() {
        closed.forEach(stream -> streams.consumed(stream, stream.unconsumed()));
        closed.clear();
        for (Echoed echo : echoed.values()) {
            long bytes = Math.min(echo.bytes, echo.stream.unconsumed());
            if (bytes > 0) {
                echo.bytes -= bytes;
                streams.consumed(echo.stream, bytes);
            }
        }
    }

    @Override
    public boolean onShutdown(Duration grace) {
        draining = true;
        streams.announceShutdown("Server is shutting down", grace.toMillis());
        endIfDrained();
        return true;
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
        Echoed echo = echoed.get(streamId);
        if (echo != null) {
            echo.bytes += body.size();
        }
    }

    @Override
    public void opened(MuxStream stream) {
        echoed.put(stream.id(), new Echoed(stream));
    }

    @Override
    public void data(MuxStream stream, Payload bytes) {
        streams.write(stream, bytes, System.nanoTime());
    }

    @Override
    public void closed(MuxStream stream, StreamEnd end) {
        echoed.remove(stream.id());
        closed.add(stream);
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
