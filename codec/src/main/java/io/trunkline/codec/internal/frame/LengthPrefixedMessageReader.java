package io.trunkline.codec.internal.frame;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code length-prefixed} frames as messages.
 *
 * <p>Caller-confined.
 */
final class LengthPrefixedMessageReader implements MessageReader, FrameSink {
    private final LengthFieldDelimiter delimiter;
    private final FrameSplitter splitter;
    private long frames;

    /** Set while fed. */
    private @Nullable MessageSink out;

    LengthPrefixedMessageReader(FrameLimits limits) {
        delimiter = new LengthFieldDelimiter(0, LengthPrefixedFormat.HEADER, limits.frame());
        splitter = new FrameSplitter(delimiter);
    }

    @Override
    public void feed(byte[] array, int from, int to, MessageSink sink) {
        out = sink;
        try {
            splitter.feed(array, from, to, this);
        } finally {
            out = null;
        }
    }

    @Override
    public boolean frame(byte[] array, int offset, int length) {
        MessageSink sink = Objects.requireNonNull(out, "frame() outside feed()");
        frames++;
        int header = LengthPrefixedFormat.HEADER;
        return sink.message(0, array, offset + header, length - header);
    }

    @Override
    public boolean owned(byte[] array) {
        MessageSink sink = Objects.requireNonNull(out, "owned() outside feed()");
        frames++;
        int header = LengthPrefixedFormat.HEADER;
        return sink.owned(0, array, header, array.length - header);
    }

    @Override
    public void finish() {
        splitter.finish();
    }

    @Override
    public void limits(FrameLimits limits) {
        delimiter.limit(limits.frame());
    }

    @Override
    public void accept(int flags) {}

    @Override
    public long frames() {
        return frames;
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
