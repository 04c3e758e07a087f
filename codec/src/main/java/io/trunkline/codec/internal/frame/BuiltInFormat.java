package io.trunkline.codec.internal.frame;

import io.trunkline.Payload;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * A format of ours: it works on arrays, and its five public methods follow from that.
 *
 * <p>Thread-safe and stateless, except what {@link #delimiter} makes.
 *
 * @param <F> what one frame is to its user
 */
interface BuiltInFormat<F> extends ReadableFormat<F>, FrameBody<F> {
    /** Makes the delimiter of one connection; a limit above what the length field can say means none. */
    Delimiter delimiter(long limit);

    /** The bytes that the frame limit counts: what the length field says. */
    int counted(F frame);

    /** Writes the frame; there is room for exactly {@code size(frame)} bytes from {@code at} on. */
    void encode(F frame, byte[] array, int at);

    /** The payload with which the encoded frame ends, as it is; null where there is none. */
    default @Nullable Payload tail(F frame) {
        return null;
    }

    /** Writes what comes before {@link #tail}; called only where there is one. */
    default void encodeHead(F frame, byte[] array, int at) {
        throw new UnsupportedOperationException(name() + " has no tail");
    }

    @Override
    default FrameReader<F> reader(FrameLimits limits) {
        return new SplittingReader<>(delimiter(limits.frame()), this);
    }

    @Override
    default long measure(ByteBuffer in, int seen) {
        ByteBuffer heap = Bytes.heap(in);
        int from = heap.arrayOffset() + heap.position();
        // The delimiter is new and has no memory, but seen alone spares json-lines a second look at the same bytes.
        return delimiter(Long.MAX_VALUE).measure(heap.array(), from, from + heap.remaining(), seen);
    }

    @Override
    default F read(ByteBuffer frame) {
        ByteBuffer heap = Bytes.heap(frame);
        F decoded = decode(heap.array(), heap.arrayOffset() + heap.position(), heap.remaining());
        frame.position(frame.limit());
        return decoded;
    }

    @Override
    default void write(F frame, ByteBuffer out) {
        if (out.hasArray()) {
            encode(frame, out.array(), out.arrayOffset() + out.position());
            out.position(out.position() + size(frame));
            return;
        }
        byte[] encoded = new byte[size(frame)];
        encode(frame, encoded, 0);
        out.put(encoded);
    }

    /**
     * Adds a header to a body, and refuses what no receiver of this format may accept.
     *
     * @param header bytes in front of the body and behind it
     * @param body bytes of the body
     * @return both together
     */
    default int sized(int header, int body) {
        if (body > FrameLimits.CEILING) {
            throw FrameFaults.cannotSend(name(), FrameLimits.CEILING, body);
        }
        return header + body;
    }
}
