package io.trunkline.benchmarks;

import io.trunkline.transport.internal.SocketIo;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;

/** A socket that has the same bytes again at each read, and takes whatever is written. Caller-confined. */
final class LoopedSocket implements SocketIo {
    /** What the selector would give for it when there is something to read. */
    static final SelectionKey READABLE = new Ready(SelectionKey.OP_READ);
    /** What the selector would give for it when it takes bytes. */
    static final SelectionKey WRITABLE = new Ready(SelectionKey.OP_WRITE);

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

    private static final class Ready extends SelectionKey {
        private final int ready;

        Ready(int ready) {
            this.ready = ready;
        }

        @Override
        public int readyOps() {
            return ready;
        }

        @Override
        public int interestOps() {
            return ready;
        }

        @Override
        public SelectionKey interestOps(int ops) {
            return this;
        }

        @Override
        public boolean isValid() {
            return true;
        }

        @Override
        public void cancel() {}

        @Override
        public SelectableChannel channel() {
            throw new UnsupportedOperationException("there is no channel");
        }

        @Override
        public Selector selector() {
            throw new UnsupportedOperationException("there is no selector");
        }
    }
}
