package io.trunkline.codec.internal.frame;

import io.trunkline.codec.StreamFrame;

/**
 * Frames of many streams (SPEC.md section 3.6).
 *
 * <pre>{@code
 *  0           4        8
 * +-----------+--------+---------+
 * | stream id | length | body    |
 * +-----------+--------+---------+
 * }</pre>
 *
 * <p>Stream 0 is carried like any other: what it says is the multiplexer's to judge. Immutable.
 */
public final class MultiplexedFormat implements BuiltInFormat<StreamFrame> {
    /** The only one: there is nothing to configure. */
    public static final MultiplexedFormat INSTANCE = new MultiplexedFormat();

    /** The bytes in front of the body. */
    static final int HEADER = 8;

    /** Where the length begins. */
    static final int LENGTH = 4;

    private MultiplexedFormat() {}

    @Override
    public String name() {
        return "multiplexed";
    }

    @Override
    public Delimiter delimiter(long limit) {
        return new StreamDelimiter(limit);
    }

    @Override
    public StreamFrame decode(byte[] array, int offset, int length) {
        return new StreamFrame(Bytes.u32(array, offset), Payloads.copy(array, offset + HEADER, length - HEADER));
    }

    @Override
    public StreamFrame decodeOwned(byte[] array) {
        return new StreamFrame(Bytes.u32(array, 0), Payloads.behind(HEADER, array));
    }

    @Override
    public int counted(StreamFrame frame) {
        return frame.payload().size();
    }

    @Override
    public int size(StreamFrame frame) {
        return sized(HEADER, frame.payload().size());
    }

    @Override
    public void encode(StreamFrame frame, byte[] array, int at) {
        Bytes.put32(array, at, (int) frame.streamId());
        Bytes.put32(array, at + LENGTH, frame.payload().size());
        frame.payload().copyTo(array, at + HEADER);
    }
}
