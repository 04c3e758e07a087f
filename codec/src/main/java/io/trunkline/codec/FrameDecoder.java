package io.trunkline.codec;

import io.trunkline.FrameException;
import io.trunkline.PayloadException;
import io.trunkline.codec.internal.frame.FrameConsumer;
import io.trunkline.codec.internal.frame.FrameLimits;
import io.trunkline.codec.internal.frame.FrameReader;
import io.trunkline.codec.internal.frame.FrameReaders;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * Bytes in, frames out, without a connection: for tools and tests.
 *
 * <p>Give it the bytes of one stream in any pieces; it keeps what is unfinished. Caller-confined. Implements SPEC.md section
 * 2.3.
 *
 * <pre>{@code
 * FrameDecoder<Payload> decoder = new FrameDecoder<>(FrameFormat.lengthPrefixed(), 1 << 20);
 * decoder.feed(bytes, frame -> System.out.println(frame.text()));
 * }</pre>
 *
 * @param <F> what one frame is to its user
 */
public final class FrameDecoder<F> {
    private final FrameReader<F> reader;

    /**
     * Starts at the beginning of a stream.
     *
     * @param format any format
     * @param maxFrame largest body, and largest message after joining and inflating, 1 to 67,108,864; for a user's own
     *     format the largest whole frame
     */
    public FrameDecoder(FrameFormat<F> format, int maxFrame) {
        reader = FrameReaders.of(format, FrameLimits.of(maxFrame));
    }

    /**
     * Decodes what is left in a buffer and moves its position to the limit.
     *
     * <p>A frame whose content is not usable costs itself alone: the frames behind it are still delivered, then the first
     * such error is thrown with later ones suppressed, and the decoder can be used further.
     *
     * @param in any bytes
     * @param out takes each whole frame
     * @throws FrameException at the first bad frame, after the frames before it were delivered; the decoder is then at its
     *     end
     * @throws PayloadException after all frames were delivered, if the content of one was not usable
     * @throws IllegalStateException after a {@link FrameException}, {@link #finish}, or an exception of {@code out}
     */
    public void feed(ByteBuffer in, Consumer<? super F> out) {
        FirstError first = new FirstError();
        feed(in, out, first);
        first.rethrow();
    }

    /**
     * Decodes what is left in a buffer, with frames and unusable ones in their order.
     *
     * @param in any bytes; its position moves to the limit
     * @param out takes each whole frame
     * @param invalid takes the error of each frame whose content is not usable
     * @throws FrameException at the first bad frame, after the frames before it were delivered
     * @throws IllegalStateException after a {@link FrameException} or {@link #finish}
     */
    public void feed(ByteBuffer in, Consumer<? super F> out, Consumer<? super PayloadException> invalid) {
        Outlets<F> outlets = new Outlets<>(out, invalid);
        if (in.hasArray()) {
            int from = in.arrayOffset() + in.position();
            int to = from + in.remaining();
            in.position(in.limit());
            reader.feed(in.array(), from, to, outlets);
        } else {
            byte[] bytes = new byte[in.remaining()];
            in.get(bytes);
            reader.feed(bytes, 0, bytes.length, outlets);
        }
    }

    /**
     * Ends the stream.
     *
     * @throws FrameException {@code TRUNCATED} if it ends inside a frame
     */
    public void finish() {
        reader.finish();
    }

    /**
     * Counts the bytes of the unfinished frame or message.
     *
     * @return 0 between frames
     */
    public int buffered() {
        return reader.buffered();
    }

    private record Outlets<F>(Consumer<? super F> out, Consumer<? super PayloadException> invalid)
            implements FrameConsumer<F> {
        Outlets {
            Objects.requireNonNull(out, "out");
            Objects.requireNonNull(invalid, "invalid");
        }

        @Override
        public boolean frame(F frame) {
            out.accept(frame);
            return true;
        }

        @Override
        public boolean invalid(PayloadException error) {
            invalid.accept(error);
            return true;
        }
    }
}
