package io.trunkline.transport.internal;

import io.trunkline.FrameException;
import io.trunkline.codec.internal.frame.FrameReader;
import io.trunkline.transport.CloseReason;
import io.trunkline.transport.ConnectionHandler;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Joins a format and a handler: bytes become frames on the loop, frames are handled where handlers run.
 *
 * <pre>{@code
 * onBytes ─▶ FrameReader ─▶ FrameBatch ─▶ HandOver ─▶ serial view of the workers ─▶ HandlerGuard ─▶ ConnectionHandler
 *                │                            └ InboundLimit pauses reading while the handler is behind
 *                └ bad frame: nothing more is read; behind the frames before it, the connection is refused
 * }</pre>
 *
 * <p>Loop-confined.
 */
final class FrameLogic<F> implements ConnectionLogic {
    /** Frames with an unusable content that a connection may send; one more ends it (SPEC.md section 2.5). */
    static final int MAX_INVALID = 16;

    private final FrameProtocol<F> protocol;
    private final FrameReader<F> reader;
    private final ConnectionHandler.Factory<F> factory;
    private @Nullable Opened<F> opened;
    private int invalid;

    FrameLogic(FrameProtocol<F> protocol, FrameReader<F> reader, ConnectionHandler.Factory<F> factory) {
        this.protocol = protocol;
        this.reader = reader;
        this.factory = factory;
    }

    @Override
    public void onOpen(TcpConnection connection) {
        FrameSettings<F> settings = protocol.settings();
        Executor executor = settings.onLoop() ? Runnable::run : new SerialExecutor(settings.workers());
        HandlerGuard<F> handler = new HandlerGuard<>(new FrameChannel<>(connection, protocol));
        opened = new Opened<>(connection, handler, new HandOver(connection, executor), new InboundLimit(connection));
        opened.handOver.submit(() -> handler.open(factory));
    }

    private Opened<F> opened() {
        return Objects.requireNonNull(opened, "onOpen comes first");
    }

    @Override
    public void onBytes(byte[] array, int from, int to) {
        FrameBatch<F> batch = new FrameBatch<>();
        int before = reader.buffered();
        FrameException bad = null;
        try {
            reader.feed(array, from, to, batch);
        } catch (FrameException e) {
            bad = e;
        }
        if (batch.size() > 0) {
            // What has left the reader: whole frames, though their first bytes may have come with earlier reads.
            deliver(batch, Math.max(0, (long) before + (to - from) - reader.buffered()));
        }
        invalid += batch.invalidCount();
        if (bad != null) {
            refuse("bad frame", bad);
        } else if (invalid > MAX_INVALID) {
            refuse("more than " + MAX_INVALID + " frames with an unusable content", null);
        }
    }

    private void deliver(FrameBatch<F> batch, long bytes) {
        Opened<F> to = opened();
        to.limit.added(batch.size(), bytes);
        to.handOver.submit(() -> {
            batch.deliver(to.handler);
            to.limit.taken(batch.size(), bytes);
        });
    }

    private void refuse(String text, @Nullable FrameException cause) {
        CloseReason reason = cause == null
                ? CloseReason.of(CloseReason.Kind.PROTOCOL, text)
                : CloseReason.of(CloseReason.Kind.PROTOCOL, text, cause);
        Opened<F> to = opened();
        endBehindFrames(() -> to.connection.refuse(null, reason));
    }

    /** Reads nothing more, and lets the handler answer what was read: ended at once, its answers would be lost. */
    private void endBehindFrames(Runnable end) {
        Opened<F> to = opened();
        to.connection.pauseReading(PauseReason.ENDING);
        to.handOver.submit(end);
    }

    @Override
    public void onWritable(boolean writable) {
        Opened<F> to = opened();
        to.handOver.submit(() -> to.handler.writable(writable));
    }

    @Override
    public void onEnd() {
        try {
            reader.finish();
        } catch (FrameException e) {
            refuse("the peer ended inside a frame", e);
            return;
        }
        Opened<F> to = opened();
        to.handOver.submit(() -> {
            to.handler.end();
            to.connection.closeAfterWrites(CloseReason.of(CloseReason.Kind.REMOTE, "the peer ended the connection"));
        });
    }

    @Override
    public void onDrain(Duration grace, CloseReason reason) {
        Opened<F> to = opened();
        endBehindFrames(() -> {
            if (to.handler.drain(grace)) {
                to.connection.resumeReading(PauseReason.ENDING);
            } else {
                to.connection.closeAfterWrites(reason);
            }
        });
    }

    @Override
    public void onClose(CloseReason reason) {
        Opened<F> to = opened();
        to.handOver.submit(() -> to.handler.close(reason));
    }

    /** What exists from {@link #onOpen} on. */
    private record Opened<F>(
            TcpConnection connection, HandlerGuard<F> handler, HandOver handOver, InboundLimit limit) {}
}
