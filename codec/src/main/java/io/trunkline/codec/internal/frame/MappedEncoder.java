package io.trunkline.codec.internal.frame;

import io.trunkline.Payload;
import org.jspecify.annotations.Nullable;

/** Maps a frame once, then encodes what it became. */
final class MappedEncoder<F, G> extends FrameEncoder<G> {
    private final MappedFormat<F, G> format;
    private final FrameEncoder<F> inner;

    private MappedEncoder(MappedFormat<F, G> format, FrameEncoder<F> inner) {
        this.format = format;
        this.inner = inner;
    }

    static <F, G> MappedEncoder<F, G> of(MappedFormat<F, G> format, int maxFrame) {
        return new MappedEncoder<>(format, FrameEncoder.of(format.inner(), maxFrame));
    }

    @Override
    public Object prepare(G frame) {
        return inner.prepare(format.unmapped(frame));
    }

    @Override
    public int size(Object prepared) {
        return inner.size(prepared);
    }

    @Override
    public void write(Object prepared, byte[] array, int at, int size) {
        inner.write(prepared, array, at, size);
    }

    @Override
    public @Nullable Payload tail(Object prepared) {
        return inner.tail(prepared);
    }

    @Override
    public void writeHead(Object prepared, byte[] array, int at) {
        inner.writeHead(prepared, array, at);
    }

    @Override
    public boolean runsUserCode() {
        return inner.runsUserCode();
    }
}
