package io.trunkline.codec.internal.frame;

import io.trunkline.Payload;
import io.trunkline.PayloadException;
import io.trunkline.codec.FrameFormat;
import org.jspecify.annotations.Nullable;

/**
 * Writes frames of any format into arrays, within a limit, in two steps: what runs user code, and what copies bytes.
 *
 * <pre>{@code
 * Object prepared = encoder.prepare(frame);   // before any lock: maps
 * int size = encoder.size(prepared);          // checks the limit
 * encoder.write(prepared, array, at, size);   // copies; for formats of ours no user code, no allocation
 * }</pre>
 *
 * <p>Thread-safe.
 *
 * @param <F> what one frame is to its user
 */
public abstract sealed class FrameEncoder<F> permits BuiltInEncoder, UserEncoder, MappedEncoder {
    FrameEncoder() {}

    /**
     * Makes an encoder.
     *
     * @param format any format
     * @param maxFrame inclusive; counts what the format's length field counts, for a user's own format the whole frame
     * @param <F> what one frame is to its user
     * @return an encoder to share
     */
    public static <F> FrameEncoder<F> of(FrameFormat<F> format, int maxFrame) {
        if (format instanceof MappedFormat<?, F> mapped) {
            return MappedEncoder.of(mapped, maxFrame);
        }
        return format instanceof BuiltInFormat<F> builtIn
                ? new BuiltInEncoder<>(builtIn, maxFrame)
                : new UserEncoder<>(format, maxFrame);
    }

    /**
     * Runs the functions of mapped formats.
     *
     * @param frame the frame to encode
     * @return what {@link #size} and {@link #write} of this encoder take
     * @throws PayloadException if the frame cannot be encoded
     */
    public abstract Object prepare(F frame);

    /**
     * Sizes a frame and checks the limit.
     *
     * @param prepared from {@link #prepare}
     * @return bytes, header included
     * @throws PayloadException {@code FRAME_TOO_LARGE} if it is above the limit; others if the format cannot carry it
     */
    public abstract int size(Object prepared);

    /**
     * Writes a frame.
     *
     * @param prepared from {@link #prepare}
     * @param array has room for {@code size} bytes from {@code at} on
     * @param at index of the first
     * @param size from {@link #size}
     * @throws IllegalStateException if a user's format broke its contract; it is named
     */
    public abstract void write(Object prepared, byte[] array, int at, int size);

    /**
     * Shows the payload with which the encoded frame ends, to those who would rather refer to it than copy it.
     *
     * @param prepared from {@link #prepare}
     * @return null where the format makes the frame's last bytes itself
     */
    public @Nullable Payload tail(Object prepared) {
        return null;
    }

    /**
     * Writes what comes before the {@link #tail}.
     *
     * @param prepared from {@link #prepare}, with a tail
     * @param array has room for {@code size} bytes less the tail from {@code at} on
     * @param at index of the first
     */
    public void writeHead(Object prepared, byte[] array, int at) {
        throw new UnsupportedOperationException("no tail, no head");
    }

    /**
     * Tells whether {@link #size} and {@link #write} call a user's code, which must not happen under a lock.
     *
     * @return false for the formats of ours, mapped or not
     */
    public abstract boolean runsUserCode();

    /**
     * Encodes a frame into an array of its own.
     *
     * @param frame the frame to encode
     * @return exactly its bytes
     * @throws PayloadException if it cannot be encoded or is above the limit
     */
    public final byte[] toBytes(F frame) {
        Object prepared = prepare(frame);
        byte[] bytes = new byte[size(prepared)];
        write(prepared, bytes, 0, bytes.length);
        return bytes;
    }
}
