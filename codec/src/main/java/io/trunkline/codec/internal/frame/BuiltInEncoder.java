package io.trunkline.codec.internal.frame;

import io.trunkline.Payload;
import org.jspecify.annotations.Nullable;

/** Encodes formats of ours, straight into the array. */
final class BuiltInEncoder<F> extends FrameEncoder<F> {
    private final BuiltInFormat<F> format;
    private final int limit;

    BuiltInEncoder(BuiltInFormat<F> format, int limit) {
        this.format = format;
        this.limit = limit;
    }

    @Override
    public Object prepare(F frame) {
        return frame;
    }

    @Override
    @SuppressWarnings("unchecked") // prepare() lets only an F through
    public int size(Object prepared) {
        F frame = (F) prepared;
        int counted = format.counted(frame);
        if (counted > limit) {
            throw FrameFaults.cannotSend(format.name(), limit, counted);
        }
        return format.size(frame);
    }

    @Override
    @SuppressWarnings("unchecked") // prepare() lets only an F through
    public void write(Object prepared, byte[] array, int at, int size) {
        format.encode((F) prepared, array, at);
    }

    @Override
    @SuppressWarnings("unchecked") // prepare() lets only an F through
    public @Nullable Payload tail(Object prepared) {
        return format.tail((F) prepared);
    }

    @Override
    @SuppressWarnings("unchecked") // prepare() lets only an F through
    public void writeHead(Object prepared, byte[] array, int at) {
        format.encodeHead((F) prepared, array, at);
    }

    @Override
    public boolean runsUserCode() {
        return false;
    }
}
