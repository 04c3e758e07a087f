package io.trunkline.transport.internal;

import io.trunkline.ClosedException;
import io.trunkline.Overflow;
import io.trunkline.PayloadException;
import io.trunkline.QueueFullException;
import io.trunkline.transport.CloseReason;
import io.trunkline.transport.FrameConnection;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Sends one frame to many connections: encoded once, queued by the caller, and flushed by one task per loop.
 *
 * <pre>{@code
 * to(connection) × n:  encode, the first time ─▶ queue a reference, or a copy behind what waits ─▶ remember its loop
 * finish():            one task per loop: flush all of these ─▶ one write per connection, at the end of the turn
 * }</pre>
 *
 * <p>Queued by the caller and not by the task, so that what it sends afterwards comes afterwards, on every connection, and
 * so that a sender that is quicker than its loops meets the caps of the connections and not an unbounded heap of tasks.
 *
 * <p>Nothing of one connection reaches another: one that is full loses the frame where its policy says so and counts it, and
 * is closed otherwise, BLOCK and FAIL included, since its sender cannot be the one to wait or to be told. One that is closed
 * is passed over. Caller-confined; {@link #finish} must follow, whatever happens.
 *
 * @param <F> what one frame is to its user
 */
public final class FrameFanOut<F> {
    private final F frame;
    private final List<Shape> shapes = new ArrayList<>(1);
    private final Map<EventLoop, List<OutboundTurn>> unflushed = new HashMap<>();
    private @Nullable PayloadException refused;

    public FrameFanOut(F frame) {
        this.frame = frame;
    }

    /** Queues the frame for a connection; false if it did not get it. */
    public boolean to(FrameConnection<F> connection) {
        return connection instanceof FrameChannel<F> channel ? toChannel(channel) : toOther(connection);
    }

    /** Has every loop flush; to be called also when {@link #to} has thrown. */
    public void finish() {
        for (Shape shape : shapes) {
            if (shape.bytes != null) {
                shape.bytes.release();
            }
        }
        shapes.clear();
        unflushed.forEach((loop, queues) -> {
            if (loop.inLoop()) {
                queues.forEach(OutboundTurn::markDirty);
            } else {
                loop.tryExecute(() -> queues.forEach(OutboundTurn::markDirty)); // Or it has closed them all.
            }
        });
        unflushed.clear();
    }

    /** Why a format among those of the connections could not carry the frame; null if all could. */
    public @Nullable PayloadException refused() {
        return refused;
    }

    private boolean toChannel(FrameChannel<F> channel) {
        Outgoing bytes = shapeFor(channel).bytes;
        return bytes != null && queue(channel, bytes);
    }

    private boolean queue(FrameChannel<F> channel, Outgoing bytes) {
        TcpConnection connection = channel.connection();
        Overflow overflow = channel.protocol().settings().outbound().overflow();
        try {
            if (connection.outbound().queueOnly(bytes, overflow == Overflow.DROP_OLDEST)) {
                unflushed
                        .computeIfAbsent(connection.loop(), loop -> new ArrayList<>())
                        .add(connection.outbound().turn());
            }
            return true;
        } catch (QueueFullException full) {
            overflowed(channel, overflow, full);
            return false;
        } catch (ClosedException e) {
            return false;
        }
    }

    private static void overflowed(FrameChannel<?> channel, Overflow overflow, QueueFullException full) {
        if (overflow == Overflow.DROP_OLDEST || overflow == Overflow.DROP_NEWEST) {
            channel.connection().countDropped();
        } else {
            channel.abandon(CloseReason.of(
                    CloseReason.Kind.OUTBOUND_CAP, "the peer reads more slowly than it is sent to", full));
        }
    }

    private Shape shapeFor(FrameChannel<F> channel) {
        FrameSettings<F> settings = channel.protocol().settings();
        for (Shape shape : shapes) {
            if (shape.fits(settings)) {
                return shape;
            }
        }
        FannedOut encoded = encode(channel);
        if (encoded != null) {
            encoded.hold();
        }
        Shape made = new Shape(settings, encoded);
        shapes.add(made);
        return made;
    }

    private @Nullable FannedOut encode(FrameChannel<F> channel) {
        try {
            byte[] bytes = channel.protocol().encoder().toBytes(frame);
            return new FannedOut(bytes, account(channel, bytes.length));
        } catch (PayloadException e) {
            refused = refused == null ? e : refused;
            return null;
        }
    }

    /** A large one is charged once; a small one where it waits, which spares everybody a shared counter. */
    private static @Nullable SharedBytes account(FrameChannel<?> channel, int size) {
        MemoryBudget memory = channel.connection().loop().memory();
        return size >= Outgoing.LARGE ? new SharedBytes(memory, size) : null;
    }

    /** One that is not ours, a test's say. */
    private boolean toOther(FrameConnection<F> connection) {
        try {
            connection.send(frame);
            return true;
        } catch (QueueFullException e) {
            connection.close();
            return false;
        } catch (ClosedException e) {
            return false;
        } catch (PayloadException e) {
            refused = refused == null ? e : refused;
            return false;
        }
    }

    /** The frame as connections of one format and limit get it; no bytes where that cannot carry it. */
    private record Shape(
            FrameSettings<?> settings, @Nullable FannedOut bytes) {
        boolean fits(FrameSettings<?> other) {
            return settings.format().equals(other.format())
                    && settings.limits().frame() == other.limits().frame();
        }
    }

    /** Encoded bytes that all queues refer to. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record FannedOut(byte[] array, @Nullable SharedBytes shared) implements Outgoing {
        /** Refers to them itself while they are handed out, so that queues which empty at once do not charge in turn. */
        void hold() {
            if (shared != null) {
                shared.retain();
            }
        }

        void release() {
            if (shared != null) {
                shared.release();
            }
        }

        @Override
        public int size() {
            return array.length;
        }

        @Override
        public void writeTo(byte[] to, int offset) {
            System.arraycopy(array, 0, to, offset, array.length);
        }

        @Override
        public ByteBuffer tail() {
            return ByteBuffer.wrap(array);
        }

        /** There is no head: the queue may refer to all of it. */
        @Override
        public void writeHeadTo(byte[] to, int offset) {}

        @Override
        public boolean isFannedOut() {
            return true;
        }
    }
}
