package io.trunkline.transport.internal;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/** A socket whose peer is the test: it decides what arrives, how much is taken, and what fails. */
final class FakeSocket implements SocketIo {
    static final Object END = new Object();

    private final Queue<Object> arriving = new ArrayDeque<>();
    private final ByteArrayOutputStream taken = new ByteArrayOutputStream();
    private int window = Integer.MAX_VALUE;
    private @Nullable IOException writeFailure;
    int writes;
    boolean wantsRead;
    boolean wantsWrite;
    boolean outputShut;
    boolean closed;

    void arrives(byte[] bytes) {
        arriving.add(bytes);
    }

    void arrives(String text) {
        arrives(text.getBytes(StandardCharsets.US_ASCII));
    }

    void ends() {
        arriving.add(END);
    }

    void resets() {
        arriving.add(new IOException("Connection reset by peer"));
    }

    void failsWrites() {
        writeFailure = new IOException("Broken pipe");
    }

    /** Lets so many more bytes be taken. */
    void window(int bytes) {
        window = bytes;
    }

    byte[] taken() {
        return taken.toByteArray();
    }

    String takenText() {
        return taken.toString(StandardCharsets.US_ASCII);
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
