package io.trunkline.codec.internal.frame;

import io.trunkline.codec.FrameFormat;
import java.nio.ByteBuffer;
import java.util.function.Function;

/**
 * A format whose frames mean something else to their user.
 *
 * <p>Thread-safe if both functions are. Where {@code size} and {@code write} are called by hand each maps; the encoder maps
 * once.
 *
 * @param <F> what a frame of the inner format is
 * @param <G> what it is to its user
 */
public final class MappedFormat<F, G> implements ReadableFormat<G> {
    private final FrameFormat<F> inner;
    private final Function<? super F, ? extends G> in;
    private final Function<? super G, ? extends F> out;

    /**
     * Puts two functions around a format.
     *
     * @param inner delimits the frames
     * @param in makes the user's object, or throws PayloadException
     * @param out goes the other way
     */
    public MappedFormat(
            FrameFormat<F> inner, Function<? super F, ? extends G> in, Function<? super G, ? extends F> out) {
        this.inner = inner;
        this.in = in;
        this.out = out;
    }

    /**
     * Gives the function that makes the user's object.
     *
     * @return as it was given
     */
    public Function<? super F, ? extends G> in() {
        return in;
    }

    /**
     * Gives the format that delimits the frames.
     *
     * @return as it was given
     */
    public FrameFormat<F> inner() {
        return inner;
    }

    F unmapped(G frame) {
        return out.apply(frame);
    }

    @Override
    public FrameReader<G> reader(FrameLimits limits) {
        return new MappedReader<>(FrameReaders.of(inner, limits), in, inner.name());
    }

    @Override
    public String name() {
        return inner.name();
    }

    @Override
    public long measure(ByteBuffer frames, int seen) {
        return inner.measure(frames, seen);
    }

    @Override
    public G read(ByteBuffer frame) {
        return in.apply(inner.read(frame));
    }

    @Override
    public int size(G frame) {
        return inner.size(out.apply(frame));
    }

    @Override
    public void write(G frame, ByteBuffer buffer) {
        inner.write(out.apply(frame), buffer);
    }
}
