package io.trunkline.benchmarks;

import io.trunkline.transport.internal.SocketIo;
import io.trunkline.transport.manual.ManualKey;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;

/** A socket that has the same bytes again at each read, and takes whatever is written. Caller-confined. */
final class LoopedSocket implements SocketIo {
    /** What the selector would give for it when there is something to read. */
    static final SelectionKey READABLE = new ManualKey(SelectionKey.OP_READ);
    /** What the selector would give for it when it takes bytes. */
    static final SelectionKey WRITABLE = new ManualKey(SelectionKey.OP_WRITE);

    private final InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 1);
    private final ByteBuffer bytes;

    LoopedSocket(byte[] bytes) {
        this.bytes = ByteBuffer.allocateDirect(bytes.length).put(bytes);
    }

    @Override
    public InetSocketAddress remoteAddress() {
        return address;
    }

    @Override
    public InetSocketAddress localAddress() {
        return address;
    }

    @Override
    public int read(ByteBuffer into) {
        into.put(bytes.flip());
        return bytes.limit();
    }

    @Override
    public int write(ByteBuffer from) {
        int count = from.remaining();
        from.position(from.limit());
        return count;
    }

    @Override
    public void want(boolean read, boolean write) {}

    @Override
    public void shutdownOutput() {}

    @Override
    public void close() {}
}
