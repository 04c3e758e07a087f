package io.trunkline.transport.internal;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Gives one queue's bytes to the socket, and knows which of them the kernel has.
 *
 * <pre>{@code
 * position   0 ........ flushed ........ taken ........ added
 *            the kernel's      a layer's        waiting in the queue        without a layer, flushed is taken
 * }</pre>
 *
 * <p>A layer is emptied before it is given more: so it holds little, and {@code flushed} moves with each step. Guarded by the
 * connection's lock.
 */
final class SocketWriter {
    /** The most that a thread other than the loop writes at once: also what the JDK keeps of direct memory for it. */
    private static final int DIRECT_WRITE = 64 * 1024;
    /**
     * The most that the loop writes at once. Twice the default high watermark, beyond which a sender that looks goes by one
     * frame: else its last bytes would cost a call of their own each time.
     */
    static final int FLUSH_WRITE = 128 * 1024;
    /** The same for a layer, whose own buffers are made for so much. */
    private static final int LAYER_WRITE = 64 * 1024;
    /** What one connection may send per flush, so that a fast reader does not starve the others. */
    private static final int FLUSH_BUDGET = 512 * 1024;

    private final TcpConnection connection;
    private final OutboundQueue queue;
    private @Nullable IOException failure;
    private long flushed;
    private volatile long lastProgress;

    SocketWriter(TcpConnection connection, OutboundQueue queue) {
        this.connection = connection;
        this.queue = queue;
    }

    TcpConnection connection() {
        return connection;
    }

    private SocketIo io() {
        return connection.io();
    }

    /** The first byte begins to wait: from now on the socket has to take some. */
    void beginsToWait() {
        progressed(connection.loop().nanos());
    }

    private void progressed(long now) {
        lastProgress = now;
    }

    /** When that was last; for any thread. */
    long lastProgress() {
        return lastProgress;
    }

    /** Why nothing can be written any more; null while it can. */
    @Nullable
    IOException failure() {
        return failure;
    }

    /** All bytes that the kernel has: those before this position. */
    long flushed() {
        if (io().buffered() == 0) {
            flushed = queue.consumedTotal();
        }
        return flushed;
    }

    /** Whether the socket's writability is wanted. */
    boolean isWaiting() {
        return !queue.isEmpty() || io().buffered() > 0;
    }

    /** For any thread, where no layer objects: one write of what has just been queued. */
    void writeDirectly() {
        if (failure != null) {
            return; // The first one says why; what comes after it is only a broken pipe.
        }
        try {
            ByteBuffer first = queue.first(DIRECT_WRITE);
            ByteBuffer second = queue.second(DIRECT_WRITE - first.remaining());
            took(second == null ? io().write(first) : io().write(first, second));
        } catch (Throwable e) {
            failure = lost(e); // The loop closes; a thread that only wrote must not.
        }
    }

    /** The loop's, while nothing waits and no layer objects: writes a frame at once; the queue keeps it if not all is taken. */
    void offer(ByteBuffer bytes, Outgoing frame) {
        int size = bytes.remaining();
        int count = 0;
        try {
            count = io().write(connection.loop().buffers().write().put(bytes).flip());
        } catch (Throwable e) {
            failure = lost(e);
        }
        if (count == size) {
            queue.passed(size);
            long now = connection.loop().nanos();
            progressed(now);
            connection.facts().wrote(size, now);
        } else {
            beginsToWait();
            queue.add(frame, size);
            took(count);
        }
        connection.facts().queuedFrames(frame.frames());
    }

    /** The loop's: writes until the socket takes no more, the budget is spent, or nothing is left. */
    void flush() {
        if (failure != null) {
            return;
        }
        int budget = FLUSH_BUDGET;
        try {
            while (emptiedLayer() && !queue.isEmpty() && budget > 0) {
                ByteBuffer buffer =
                        connection.loop().buffers().write().limit(io().isLoopOnly() ? LAYER_WRITE : FLUSH_WRITE);
                queue.copyTo(buffer);
                int count = io().write(buffer.flip());
                took(count);
                budget = isFull(count, buffer) ? 0 : budget - count;
            }
        } catch (Throwable e) {
            failure = lost(e);
        }
    }

    /** The loop's: does the same, beginning with what is staged; what the socket does not take of it stays in the queue. */
    void flush(Stage staged) {
        enter(staged);
        int before = queue.bytes();
        flush();
        if (before > 0 && queue.bytes() == before) {
            beginsToWait();
        }
        staged.leave(queue);
    }

    /** The loop's: has what is staged wait in the queue. */
    void queue(Stage staged) {
        enter(staged);
        staged.leave(queue);
        beginsToWait();
    }

    /** Shows what is staged in the queue, before everything else, but for what was taken back. */
    private void enter(Stage staged) {
        connection.facts().queuedFrames(staged.frames());
        staged.enter(queue);
        staged.cutOut(queue);
    }

    /** Whatever it was, for want of direct memory say, ends the connection: its bytes would else wait for nobody. */
    private static IOException lost(Throwable e) {
        return e instanceof IOException io ? io : new IOException("the write failed", e);
    }

    /** A short write means that the kernel is full; a layer may take a record at a time, and says by what it holds. */
    private boolean isFull(int count, ByteBuffer buffer) {
        return count == 0 || (buffer.hasRemaining() && !io().isLoopOnly());
    }

    private boolean emptiedLayer() throws IOException {
        int before = io().buffered();
        if (before > 0) {
            io().flush();
            if (io().buffered() < before) {
                progressed(connection.loop().nanos());
            }
        }
        flushed(); // Remembered here, for the next write may fill the layer again.
        return io().buffered() == 0;
    }

    private void took(int count) {
        if (count > 0) {
            long now = connection.loop().nanos();
            queue.consumed(count);
            progressed(now);
            connection.facts().wrote(count, now);
        }
    }
}
