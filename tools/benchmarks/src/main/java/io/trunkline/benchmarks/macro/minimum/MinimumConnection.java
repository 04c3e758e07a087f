package io.trunkline.benchmarks.macro.minimum;

import io.trunkline.benchmarks.macro.Frames;
import java.io.EOFException;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * Reads a batch, looks at its frames in place, and writes what they led to at once.
 *
 * <pre>{@code
 * read ─▶ loop's array ─▶ frames ─▶ Frame.onFrame ─▶ append ─▶ loop's out ─▶ one write
 *          └ unfinished tail: an array of its own, as large as its frame   └ not taken: rest, until writable
 * }</pre>
 *
 * <p>Loop-confined.
 */
final class MinimumConnection implements MinimumLoop.Ready {
    private static final byte[] NONE = {};
    private static final VarHandle LENGTH = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

    private final MinimumLoop loop;
    private final SocketChannel channel;
    private final FrameHandler handler;
    private final SelectionKey key;
    private byte[] tail = NONE;
    private int tailSize;
    private @Nullable Queue<ByteBuffer> rest;
    private int collected;

    MinimumConnection(MinimumLoop loop, SocketChannel channel, FrameHandler handler) throws IOException {
        this.loop = loop;
        this.channel = channel;
        this.handler = handler;
        this.key = loop.register(channel, SelectionKey.OP_READ, this);
    }

    /** Lets the handler send before anything came. */
    void open() {
        try {
            handler.onOpen(this);
            flush();
        } catch (IOException e) {
            end(e);
        }
    }

    @Override
    public void onReady(SelectionKey ready) {
        try {
            int ops = ready.readyOps();
            if ((ops & SelectionKey.OP_READ) != 0) {
                read();
            }
            if ((ops & SelectionKey.OP_WRITE) != 0) {
                writeRest();
            }
        } catch (IOException e) {
            end(e);
        }
    }

    private void end(IOException cause) {
        close();
        handler.onEnd(cause);
    }

    void close() {
        try {
            channel.close();
        } catch (IOException e) {
            handler.onEnd(e);
        }
    }

    private void read() throws IOException {
        loop.in.clear();
        int count = channel.read(loop.in);
        if (count < 0) {
            throw new EOFException("the peer has closed the connection");
        }
        loop.in.flip().get(loop.array, 0, count);
        int at = tailSize > 0 ? completeTail(count) : 0;
        split(at, count);
        flush();
    }

    private int completeTail(int count) throws IOException {
        int at = 0;
        while (tailSize < Frames.HEADER && at < count) {
            tail[tailSize++] = loop.array[at++];
        }
        if (tailSize < Frames.HEADER) {
            return at;
        }
        int whole = length(tail, 0);
        if (tail.length < whole) {
            tail = Arrays.copyOf(tail, whole);
        }
        int taken = Math.min(count - at, whole - tailSize);
        System.arraycopy(loop.array, at, tail, tailSize, taken);
        tailSize += taken;
        if (tailSize == whole) {
            byte[] frame = tail;
            tail = NONE;
            tailSize = 0;
            handler.onFrame(this, frame, 0, whole);
        }
        return at + taken;
    }

    private void split(int from, int count) throws IOException {
        int at = from;
        while (at < count) {
            int left = count - at;
            int whole = left < Frames.HEADER ? Frames.HEADER : length(loop.array, at);
            if (left < Frames.HEADER || left < whole) {
                tail = new byte[whole];
                System.arraycopy(loop.array, at, tail, 0, left);
                tailSize = left;
                return;
            }
            show(loop.array, at, whole);
            at += whole;
        }
    }

    private void show(byte[] array, int at, int whole) throws IOException {
        if (loop.isOwning()) {
            handler.onFrame(this, Arrays.copyOfRange(array, at, at + whole), 0, whole);
        } else {
            handler.onFrame(this, array, at, whole);
        }
    }

    private static int length(byte[] from, int at) {
        return Frames.HEADER + (int) LENGTH.get(from, at);
    }

    /** Copies a frame behind those that leave with the end of this read. */
    void append(byte[] frame, int from, int length) throws IOException {
        if (collected + length > loop.out.length) {
            flush();
        }
        if (length > loop.out.length) {
            send(ByteBuffer.wrap(frame, from, length));
            return;
        }
        System.arraycopy(frame, from, loop.out, collected, length);
        collected += length;
    }

    /** Sends what was collected. */
    void flush() throws IOException {
        if (collected > 0) {
            int count = collected;
            collected = 0;
            send(ByteBuffer.wrap(loop.out, 0, count));
        }
    }

    private void send(ByteBuffer bytes) throws IOException {
        if (rest == null) {
            write(bytes);
        }
        if (bytes.hasRemaining()) {
            if (rest == null) {
                rest = new ArrayDeque<>();
                key.interestOps(SelectionKey.OP_READ | SelectionKey.OP_WRITE);
            }
            rest.add(ByteBuffer.allocate(bytes.remaining()).put(bytes).flip());
        }
    }

    /** Through the direct buffer, piece by piece: the JDK would else make a direct one as large as the frame. */
    private void write(ByteBuffer bytes) throws IOException {
        boolean taken = true;
        while (taken && bytes.hasRemaining()) {
            int piece = Math.min(bytes.remaining(), loop.outDirect.capacity());
            loop.outDirect
                    .clear()
                    .put(bytes.array(), bytes.arrayOffset() + bytes.position(), piece)
                    .flip();
            bytes.position(bytes.position() + channel.write(loop.outDirect));
            taken = !loop.outDirect.hasRemaining();
        }
    }

    private void writeRest() throws IOException {
        Queue<ByteBuffer> left = rest;
        while (left != null && !left.isEmpty()) {
            write(left.element());
            if (left.element().hasRemaining()) {
                return;
            }
            left.remove();
        }
        rest = null;
        key.interestOps(SelectionKey.OP_READ);
        handler.onWritable(this);
        flush();
    }

    /** As {@link MinimumLoop#frame}. */
    byte[] frame(byte[] template) {
        return loop.frame(template);
    }

    boolean isWritable() {
        return rest == null;
    }

    /** What a connection is for. */
    interface FrameHandler {
        default void onOpen(MinimumConnection connection) throws IOException {}

        void onFrame(MinimumConnection connection, byte[] array, int from, int length) throws IOException;

        default void onWritable(MinimumConnection connection) throws IOException {}

        default void onEnd(IOException cause) {}
    }
}
