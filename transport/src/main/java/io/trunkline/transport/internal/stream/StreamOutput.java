package io.trunkline.transport.internal.stream;

import io.trunkline.Payload;
import io.trunkline.TrunklineException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Objects;

/** Writes to a stream for whoever knows {@code java.io}, 8 KiB at a time. Caller-confined. */
final class StreamOutput extends OutputStream {
    private static final int BUFFER = 8 * 1024;

    private final LiveStream stream;
    private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
    private boolean closed;

    StreamOutput(LiveStream stream) {
        this.stream = stream;
    }

    @Override
    public void write(int single) throws IOException {
        write(new byte[] {(byte) single}, 0, 1);
    }

    @Override
    public void write(byte[] from, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, from.length);
        if (closed) {
            throw new IOException("the output of " + stream + " was closed");
        }
        if (length > buffer.remaining()) {
            flush();
        }
        if (length > buffer.remaining()) {
            send(Payload.read(ByteBuffer.wrap(from, offset, length)));
        } else {
            buffer.put(from, offset, length);
        }
    }

    /** Hands over what was collected; waits for credit, not for the peer to read it. */
    @Override
    public void flush() throws IOException {
        Payload collected = Payload.read(buffer.flip());
        buffer.clear();
        send(collected);
    }

    private void send(Payload bytes) throws IOException {
        try {
            stream.write(bytes);
        } catch (TrunklineException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    @Override
    public void close() throws IOException {
        if (!closed) {
            closed = true;
            try {
                flush();
            } finally {
                stream.close();
            }
        }
    }
}
