package io.trunkline.transport.manual;

import io.trunkline.transport.internal.SocketIo;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * A socket whose peer is the test: it decides what arrives, how much is taken, and what fails.
 *
 * <p>Each {@code arrives} is what one read brings; after the last, reads bring nothing. Caller-confined, except
 * {@link #write}, as for every {@link SocketIo}.
 */
public final class ManualSocket implements SocketIo {
    private static final Object END = new Object();
    private static final int PEER_PORT = 4711;

    private final int peerPort;
    private final Queue<Object> arriving = new ArrayDeque<>();
    private final ByteArrayOutputStream taken = new ByteArrayOutputStream();
    private int window = Integer.MAX_VALUE;
    private @Nullable IOException writeFailure;
    private boolean broken;
    private int writes;
    private boolean wantsRead;
    private boolean wantsWrite;
    private boolean outputShut;
    private boolean closed;

    /** With the peer at port 4711. */
    public ManualSocket() {
        this(PEER_PORT);
    }

    /** With the peer at a port of the caller's choice. */
    public ManualSocket(int peerPort) {
        this.peerPort = peerPort;
    }

    /** Lets one read bring these bytes. */
    public void arrives(byte[] bytes) {
        arriving.add(bytes);
    }

    /** Lets one read bring this text's ASCII bytes. */
    public void arrives(String text) {
        arrives(text.getBytes(StandardCharsets.US_ASCII));
    }

    /** Lets the peer's output end after what arrives before. */
    public void ends() {
        arriving.add(END);
    }

    /** Lets a read fail, after what arrives before. */
    public void resets() {
        arriving.add(new IOException("Connection reset by peer"));
    }

    /** Lets every write fail from now on. */
    public void failsWrites() {
        writeFailure = new IOException("Broken pipe");
    }

    /** Lets every write throw from now on what no socket should. */
    public void breaksWrites() {
        broken = true;
    }

    /** Lets so many more bytes be taken; without a call, all are. */
    public void window(int bytes) {
        window = bytes;
    }

    /** The bytes that were written, all of them. */
    public byte[] taken() {
        return taken.toByteArray();
    }

    /** The bytes that were written, as ASCII. */
    public String takenText() {
        return taken.toString(StandardCharsets.US_ASCII);
    }

    /** How often a write reached the socket, taken or not. */
    public int writes() {
        return writes;
    }

    public boolean wantsRead() {
        return wantsRead;
    }

    public boolean wantsWrite() {
        return wantsWrite;
    }

    public boolean isOutputShut() {
        return outputShut;
    }

    public boolean isClosed() {
        return closed;
    }

    @Override
    public InetSocketAddress remoteAddress() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), peerPort);
    }

    @Override
    public InetSocketAddress localAddress() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 8081);
    }

    @Override
    public int read(ByteBuffer into) throws IOException {
        Object next = arriving.poll();
        if (next == null) {
            return 0;
        }
        if (next instanceof IOException failure) {
            throw failure;
        }
        if (next == END) {
            return -1;
        }
        byte[] bytes = (byte[]) next;
        into.put(bytes);
        return bytes.length;
    }

    @Override
    public int write(ByteBuffer from) throws IOException {
        if (writeFailure != null) {
            throw writeFailure;
        }
        if (broken) {
            throw new OutOfMemoryError("direct memory");
        }
        if (outputShut || closed) {
            throw new IOException("written after the end");
        }
        writes++;
        int count = Math.min(window, from.remaining());
        byte[] bytes = new byte[count];
        from.get(bytes);
        taken.writeBytes(bytes);
        window -= count;
        return count;
    }

    @Override
    public void want(boolean read, boolean write) {
        wantsRead = read;
        wantsWrite = write;
    }

    @Override
    public void shutdownOutput() {
        outputShut = true;
    }

    @Override
    public void close() {
        closed = true;
    }
}
