package io.trunkline.codec.internal.frame;

/**
 * Measures frames whose fixed header holds a u32 length of the body.
 *
 * <p>Caller-confined. The length is refused as soon as its four bytes are there, without waiting for the rest of the
 * header.
 */
final class LengthFieldDelimiter implements Delimiter {
    private final int field;
    private final int header;
    private long limit;

    LengthFieldDelimiter(int field, int header, long limit) {
        this.field = field;
        this.header = header;
        this.limit = limit;
    }

    /** From the next header on. */
    void limit(long newLimit) {
        limit = newLimit;
    }

    @Override
    public long measure(byte[] array, int from, int to, int seen) {
        if (to - from < field + Integer.BYTES) {
            return INCOMPLETE;
        }
        long length = Bytes.u32(array, from + field);
        if (length > limit) {
            throw FrameFaults.tooLarge(array, from, to, field, limit, length);
        }
        return header + length;
    }
}
