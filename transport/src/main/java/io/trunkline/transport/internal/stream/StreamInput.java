package io.trunkline.transport.internal.stream;

import io.trunkline.Payload;
import io.trunkline.RequestInterruptedException;
import io.trunkline.RequestTimeoutException;
import io.trunkline.TrunklineException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A stream's bytes for whoever knows {@code java.io}. Caller-confined. */
final class StreamInput extends InputStream {
    /** As long as a connection may be silent by default; whoever knows better uses {@code read(Duration)}. */
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final LiveStream stream;
    private @Nullable InputStream head;
    private boolean closed;

    StreamInput(LiveStream stream) {
        this.stream = stream;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        int count = read(one, 0, 1);
        return count < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, into.length);
        if (closed) {
            throw new IOException("the input of " + stream + " was closed");
        }
        if (length == 0) {
            return 0;
        }
        InputStream from = head;
        while (from == null || from.available() == 0) {
            Payload next = next();
            if (next == null) {
                return -1;
            }
            from = next.input();
            head = from;
        }
        return from.read(into, offset, length);
    }

    private @Nullable Payload next() throws IOException {
        try {
            return stream.read(PATIENCE);
        } catch (RequestTimeoutException e) {
            throw withCause(new SocketTimeoutException(e.getMessage()), e);
        } catch (RequestInterruptedException e) {
            throw withCause(new InterruptedIOException(e.getMessage()), e);
        } catch (TrunklineException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private static IOException withCause(IOException outer, Throwable cause) {
        outer.initCause(cause);
        return outer;
    }

    @Override
    public int available() throws IOException {
        return head == null ? 0 : head.available();
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            head = null;
            stream.core().reading().discard();
        }
    }
}
