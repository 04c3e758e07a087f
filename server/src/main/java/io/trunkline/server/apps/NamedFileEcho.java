package io.trunkline.server.apps;

import io.trunkline.FrameException;
import io.trunkline.Payload;
import io.trunkline.codec.internal.file.NamedFileReader;
import io.trunkline.codec.internal.file.NamedFileSink;
import io.trunkline.codec.internal.file.NamedFileWriter;
import io.trunkline.transport.CloseReason;
import io.trunkline.transport.ConnectionHandler;
import io.trunkline.transport.FrameConnection;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends one named file back while it arrives, then ends the connection.
 *
 * <pre>{@code
 * name LF size LF ─▶ the same two lines       content ─▶ content       last byte ─▶ FIN
 * }</pre>
 *
 * <p>When the server drains, a file that has begun is finished first.
 *
 * <p>One per connection. Nothing of the file is kept; what the reader refuses is never echoed. Implements SPEC.md section 3.8.
 */
final class NamedFileEcho implements ConnectionHandler<Payload>, NamedFileSink {
    private static final Logger LOG = LoggerFactory.getLogger(NamedFileEcho.class);

    /** As much as one connection may move (SPEC.md section 7). */
    private static final long FILE_LIMIT = 1L << 30;

    private final FrameConnection<Payload> connection;
    private final Throttle throttle;
    private final NamedFileReader reader;
    private @Nullable NamedFileWriter writer;
    private boolean done;

    NamedFileEcho(FrameConnection<Payload> connection) {
        this.connection = connection;
        this.throttle = new Throttle(connection);
        this.reader = new NamedFileReader(FILE_LIMIT, this, System.nanoTime());
    }

    @Override
    public void onFrame(Payload bytes) {
        if (done) {
            return;
        }
        try {
            reader.feed(bytes.asByteBuffer(), System.nanoTime());
        } catch (FrameException e) {
            refuse(e);
        }
    }

    private void refuse(FrameException e) {
        LOG.debug("conn={} event=refused reason={}", connection.id(), e.reason());
        done = true;
        connection.closeAfterWrites();
    }

    @Override
    public void begin(String name, long size) {
        NamedFileWriter begun = new NamedFileWriter(name, size);
        writer = begun;
        connection.send(begun.header());
    }

    @Override
    public void content(ByteBuffer slice) {
        Objects.requireNonNull(writer, "begin comes first").accept(slice.remaining());
        connection.send(Payload.read(slice));
        throttle.afterSend();
    }

    @Override
    public void complete() {
        Objects.requireNonNull(writer, "begin comes first").finish();
        done = true;
        connection.closeAfterWrites();
    }

    @Override
    public void discard() {
        // Nothing was kept: what has been sent back, the peer sees cut short.
        LOG.debug("conn={} event=discarded", connection.id());
    }

    @Override
    public boolean onShutdown(Duration grace) {
        done = done || writer == null;
        return !done;
    }

    @Override
    public void onWritable(boolean writable) {
        throttle.onWritable(writable);
    }

    @Override
    public void onEnd() {
        try {
            reader.endOfStream();
        } catch (FrameException e) {
            refuse(e);
        }
    }

    @Override
    public void onClose(CloseReason reason) {
        reader.abort();
    }
}
