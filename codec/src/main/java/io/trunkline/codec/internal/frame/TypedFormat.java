package io.trunkline.codec.internal.frame;

import io.trunkline.codec.TypedFrame;

/**
 * Frames with a type and flags (SPEC.md section 3.5).
 *
 * <pre>{@code
 *  0      2        6       8
 * +------+--------+-------+---------+
 * | type | length | flags | body    |
 * +------+--------+-------+---------+
 * }</pre>
 *
 * <p>Types and flags are carried as they are; answering heartbeats is the connection's work. Immutable.
 */
public final class TypedFormat implements BuiltInFormat<TypedFrame> {
    /** The only one: there is nothing to configure. */
    public static final TypedFormat INSTANCE = new TypedFormat();

    private static final int HEADER = 8;
    private static final int LENGTH = 2;
    private static final int FLAGS = 6;

    private TypedFormat() {}

    @Override
    public String name() {
        return "typed";
    }

    @Override
    public Delimiter delimiter(long limit) {
        return new LengthFieldDelimiter(LENGTH, HEADER, limit);
    }

    @Override
    public TypedFrame decode(byte[] array, int offset, int length) {
        return new TypedFrame(
                Bytes.u16(array, offset),
                Bytes.u16(array, offset + FLAGS),
                Payloads.copy(array, offset + HEADER, length - HEADER));
    }

    @Override
    public TypedFrame decodeOwned(byte[] array) {
        return new TypedFrame(Bytes.u16(array, 0), Bytes.u16(array, FLAGS), Payloads.behind(HEADER, array));
    }

    @Override
    public int counted(TypedFrame frame) {
        return frame.payload().size();
    }

    @Override
    public int size(TypedFrame frame) {
        return sized(HEADER, frame.payload().size());
    }

    @Override
    public void encode(TypedFrame frame, byte[] array, int at) {
        Bytes.put16(array, at, frame.type());
        Bytes.put32(array, at + LENGTH, frame.payload().size());
        Bytes.put16(array, at + FLAGS, frame.flags());
        frame.payload().copyTo(array, at + HEADER);
    }
}
