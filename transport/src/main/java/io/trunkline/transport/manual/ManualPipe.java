package io.trunkline.transport.manual;

import io.trunkline.transport.internal.SocketIo;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * One direction of a connection in memory: takes what fits its window, and gives it in pieces.
 *
 * <p>Caller-confined.
 */
public final class ManualPipe {
    private final int piece;
    private final int window;
    private byte[] bytes = new byte[1024];
    private int from;
    private int to;
    private long given;
    private long taken;
    private int largestWrite;
    private boolean ended;

    /**
     * Makes an empty pipe.
     *
     * @param piece the most that one read brings
     * @param window the most that may wait to be read
     */
    public ManualPipe(int piece, int window) {
        this.piece = piece;
        this.window = window;
    }

    /** Puts bytes in, whatever the window: what a peer without a layer sends. */
    public void give(byte[] some) {
        put(ByteBuffer.wrap(some), some.length);
    }

    private int put(ByteBuffer source, int count) {
        if (bytes.length - to < count) {
            byte[] old = bytes;
            bytes = Arrays.copyOf(Arrays.copyOfRange(old, from, to), 2 * (to - from + count));
            to -= from;
            from = 0;
        }
        source.get(bytes, to, count);
        to += count;
        given += count;
        return count;
    }

    int write(ByteBuffer source) throws IOException {
        if (ended) {
            throw new IOException("Broken pipe");
        }
        largestWrite = Math.max(largestWrite, source.remaining());
        return put(source, Math.min(source.remaining(), Math.max(0, window - waiting())));
    }

    int read(ByteBuffer into) {
        int count = Math.min(Math.min(piece, waiting()), into.remaining());
        into.put(bytes, from, count);
        from += count;
        taken += count;
        return count == 0 && ended && waiting() == 0 ? -1 : count;
    }

    /** Takes out everything that waits: what a peer without a layer reads. */
    public byte[] takeAll() {
        byte[] all = Arrays.copyOfRange(bytes, from, to);
        taken += all.length;
        from = to;
        return all;
    }

    /** Ends it, as a FIN does; what waits can still be read. */
    public void end() {
        ended = true;
    }

    public boolean isEnded() {
        return ended;
    }

    /** The bytes that went in and did not come out. */
    public int waiting() {
        return to - from;
    }

    /** The most that one write has offered. */
    public int largestWrite() {
        return largestWrite;
    }

    long moved() {
        return given + taken;
    }

    /** One end of two pipes, as a connection's plain socket. */
    public static final class Socket implements SocketIo {
        private final ManualPipe in;
        private final ManualPipe out;
        private boolean wantsRead;
        private boolean closed;

        /** Joins what comes in and what goes out. */
        public Socket(ManualPipe in, ManualPipe out) {
            this.in = in;
            this.out = out;
        }

        /** Whether readability was asked for last. */
        public boolean wantsRead() {
            return wantsRead;
        }

        public boolean isClosed() {
            return closed;
        }

        @Override
        public InetSocketAddress remoteAddress() {
            return new InetSocketAddress(InetAddress.getLoopbackAddress(), 4711);
        }

        @Override
        public InetSocketAddress localAddress() {
            return new InetSocketAddress(InetAddress.getLoopbackAddress(), 8081);
        }

        @Override
        public int read(ByteBuffer into) {
            return in.read(into);
        }

        @Override
        public int write(ByteBuffer from) throws IOException {
            return out.write(from);
        }

        @Override
        public void want(boolean read, boolean write) {
            wantsRead = read;
        }

        @Override
        public void shutdownOutput() {
            out.end();
        }

        @Override
        public void close() {
            closed = true;
            out.end();
        }
    }
}
