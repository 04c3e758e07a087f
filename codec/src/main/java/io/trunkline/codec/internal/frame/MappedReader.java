package io.trunkline.codec.internal.frame;

import io.trunkline.PayloadException;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Maps each frame of another reader; a frame that does not map is reported and costs itself alone.
 *
 * <p>Caller-confined.
 */
final class MappedReader<F, G> implements FrameReader<G>, FrameConsumer<F> {
    private final FrameReader<F> inner;
    private final Function<? super F, ? extends G> in;
    private final String format;

    /** Set while fed. */
    private @Nullable FrameConsumer<? super G> out;

    MappedReader(FrameReader<F> inner, Function<? super F, ? extends G> in, String format) {
        this.inner = inner;
        this.in = in;
        this.format = format;
    }

    @Override
    public void feed(byte[] array, int from, int to, FrameConsumer<? super G> consumer) {
        out = consumer;
        try {
            inner.feed(array, from, to, this);
        } finally {
            out = null;
        }
    }

    @Override
    public boolean frame(F frame) {
        G mapped;
        try {
            mapped = mapped(frame);
        } catch (PayloadException e) {
            return consumer().invalid(e);
        }
        return consumer().frame(mapped);
    }

    private G mapped(F frame) {
        try {
            return Objects.requireNonNull(in.apply(frame), "the mapping gave null");
        } catch (PayloadException e) {
            throw e;
        } catch (RuntimeException | StackOverflowError e) {
            throw new PayloadException(
                    FrameReasons.FORMAT_FAILURE, "a frame of format '" + format + "' could not be mapped", -1, e);
        }
    }

    @Override
    public boolean invalid(PayloadException error) {
        return consumer().invalid(error);
    }

    private FrameConsumer<? super G> consumer() {
        return Objects.requireNonNull(out, "frame() outside feed()");
    }

    @Override
    public void finish() {
        inner.finish();
    }

    @Override
    public long position() {
        return inner.position();
    }

    @Override
    public boolean isAtRest() {
        return inner.isAtRest();
    }

    @Override
    public int buffered() {
        return inner.buffered();
    }

    @Override
    public int allocated() {
        return inner.allocated();
    }
}
