package io.trunkline.codec.internal.frame;

import io.trunkline.Payload;

/**
 * Frames of a u32 length and that many bytes (SPEC.md section 3.2).
 *
 * <pre>{@code
 *  0        4
 * +--------+------------------+
 * | length | body             |
 * +--------+------------------+
 * }</pre>
 *
 * <p>Immutable.
 */
public final class LengthPrefixedFormat implements BuiltInFormat<Payload> {
    /** The bytes in front of the body. */
    public static final int HEADER = 4;

    /** The only one: there is nothing to configure. */
    public static final LengthPrefixedFormat INSTANCE = new LengthPrefixedFormat();

    private LengthPrefixedFormat() {}

    @Override
    public String name() {
        return "length-prefixed";
    }

    @Override
    public Delimiter delimiter(long limit) {
        return new LengthFieldDelimiter(0, HEADER, limit);
    }

    @Override
    public Payload decode(byte[] array, int offset, int length) {
        return Payloads.copy(array, offset + HEADER, length - HEADER);
    }

    @Override
    public int counted(Payload frame) {
        return frame.size();
    }

    @Override
    public int size(Payload frame) {
        return sized(HEADER, frame.size());
    }

    @Override
    public void encode(Payload frame, byte[] array, int at) {
        encodeHead(frame, array, at);
        frame.copyTo(array, at + HEADER);
    }

    @Override
    public Payload tail(Payload frame) {
        return frame;
    }

    @Override
    public void encodeHead(Payload frame, byte[] array, int at) {
        Bytes.put32(array, at, frame.size());
    }
}
