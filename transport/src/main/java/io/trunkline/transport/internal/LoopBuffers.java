package io.trunkline.transport.internal;

import io.trunkline.transport.internal.tls.TlsBuffers;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Holds the memory in which a loop moves the bytes of all its connections, so that an idle connection owns none.
 *
 * <p>Each buffer is one call's at a time: nothing stays in it when the call is over. Loop-confined, except {@link #chunks}.
 */
public final class LoopBuffers {
    private final EventLoop loop;
    private final ReadBuffer read = new ReadBuffer();
    private final ByteBuffer write = ByteBuffer.allocateDirect(SocketWriter.FLUSH_WRITE);
    private final ChunkPool chunks = new ChunkPool();
    private final Stages stages = new Stages();

    /** Made for the first TLS connection. */
    private @Nullable TlsBuffers tls;

    LoopBuffers(EventLoop loop) {
        this.loop = loop;
    }

    /** What reads go to. */
    ReadBuffer read() {
        return read;
    }

    /** The direct buffer for flushes, cleared. */
    ByteBuffer write() {
        return write.clear();
    }

    /** What queues keep waiting bytes in. Thread-safe. */
    ChunkPool chunks() {
        return chunks;
    }

    /** What small frames are collected in. */
    Stages stages() {
        assert loop.inLoop();
        return stages;
    }

    /** The buffers for ciphertext. */
    public TlsBuffers tls() {
        assert loop.inLoop();
        TlsBuffers buffers = tls;
        if (buffers == null) {
            buffers = new TlsBuffers();
            tls = buffers;
        }
        return buffers;
    }
}
