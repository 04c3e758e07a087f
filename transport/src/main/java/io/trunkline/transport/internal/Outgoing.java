package io.trunkline.transport.internal;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Something to send that knows its size and encodes itself straight into the outbound chunk.
 *
 * <p>{@link #size} and {@link #writeTo} are called by the thread that writes: {@link #size} at each attempt, {@link #writeTo} once and under the
 * connection's write lock, so it copies bytes and does nothing else: payloads are serialised before. If it throws, nothing
 * was queued.
 */
public interface Outgoing {
    /**
     * From so many bytes on a {@linkplain #tail tail} is referred to. Below, a copy into a pooled chunk costs the same or less;
     * above, it costs a fresh array: 33 KB took 21 µs copied and 5 µs referred to, 262 KB took 131 and 8.
     */
    int LARGE = Chunk.CAPACITY;

    /** The bytes that {@link #writeTo} will write, 0 where the format has empty frames without a header. */
    int size();

    /** The frames of the format that these bytes are: more than one where a message was cut. */
    default int frames() {
        return 1;
    }

    /** Writes exactly {@link #size} bytes to {@code array} from {@code offset} on. */
    void writeTo(byte[] array, int offset);

    /**
     * Shows the frame's last bytes where they lie in memory that nobody will ever change; null where there are none such.
     *
     * <p>A queue may then refer to them, as the queues of many connections may to the same, and call {@link #writeHeadTo}
     * instead of {@link #writeTo}. Asked for large frames, and for those that are fanned out; each call gives a view of its
     * own.
     */
    default @Nullable ByteBuffer tail() {
        return null;
    }

    /** Whether the queues of several connections get it, so that a reference is cheap even where the frame is small. */
    default boolean isFannedOut() {
        return false;
    }

    /** The account of the bytes that {@link #tail} shows, where the queues of several connections refer to them. */
    default @Nullable SharedBytes shared() {
        return null;
    }

    /** Writes the bytes that come before {@link #tail}; called only where there is one. */
    default void writeHeadTo(byte[] array, int offset) {
        throw new UnsupportedOperationException("no tail, no head");
    }
}
