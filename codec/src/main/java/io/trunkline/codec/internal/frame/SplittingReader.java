package io.trunkline.codec.internal.frame;

import io.trunkline.PayloadException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Reads formats in which one frame on the wire is one frame to the user.
 *
 * <p>Caller-confined.
 */
final class SplittingReader<F> implements FrameReader<F>, FrameSink {
    private final FrameSplitter splitter;
    private final FrameBody<? extends F> body;

    /** Set while fed. */
    private @Nullable FrameConsumer<? super F> out;

    SplittingReader(Delimiter delimiter, FrameBody<? extends F> body) {
        this.splitter = new FrameSplitter(delimiter);
        this.body = body;
    }

    @Override
    public void feed(byte[] array, int from, int to, FrameConsumer<? super F> consumer) {
        out = consumer;
        try {
            splitter.feed(array, from, to, this);
        } finally {
            out = null;
        }
    }

    @Override
    public boolean frame(byte[] array, int offset, int length) {
        F frame;
        try {
            frame = body.decode(array, offset, length);
        } catch (PayloadException e) {
            return consumer().invalid(e);
        }
        return consumer().frame(frame);
    }

    @Override
    public boolean owned(byte[] array) {
        F frame;
        try {
            frame = body.decodeOwned(array);
        } catch (PayloadException e) {
            return consumer().invalid(e);
        }
        return consumer().frame(frame);
    }

    private FrameConsumer<? super F> consumer() {
        return Objects.requireNonNull(out, "frame() outside feed()");
    }

    @Override
    public void finish() {
        splitter.finish();
    }

    @Override
    public long position() {
        return splitter.position();
    }

    @Override
    public boolean isAtRest() {
        return splitter.isAtRest();
    }

    @Override
    public int buffered() {
        return splitter.buffered();
    }

    @Override
    public int allocated() {
        return splitter.allocated();
    }
}
