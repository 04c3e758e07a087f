package io.trunkline.transport.internal;

/**
 * Something to send that knows its size and encodes itself straight into the outbound chunk.
 *
 * <p>Both methods are called by the thread that writes: {@link #size} at each attempt, {@link #writeTo} once and under the
 * connection's write lock, so it copies bytes and does nothing else: payloads are serialised before. If it throws, nothing
 * was queued.
 */
public interface Outgoing {
    /** The bytes that {@link #writeTo} will write, 0 where the format has empty frames without a header. */
    int size();

    /** Writes exactly {@link #size} bytes to {@code array} from {@code offset} on. */
    void writeTo(byte[] array, int offset);
}
