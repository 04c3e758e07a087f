package io.trunkline.codec.internal.frame;

import io.trunkline.Payload;

/**
 * Frames of a decimal length, LF, and that many bytes (SPEC.md section 3.4).
 *
 * <p>The UTF-16 reading mode understands peers whose lengths count UTF-16 code units; what is written counts bytes in both.
 * Immutable.
 */
public final class LineLengthFormat implements BuiltInFormat<Payload> {
    /** Lengths count bytes. */
    public static final LineLengthFormat BYTES = new LineLengthFormat(false);

    /** Received lengths count UTF-16 code units. */
    public static final LineLengthFormat UTF_16 = new LineLengthFormat(true);

    private final boolean utf16;

    private LineLengthFormat(boolean utf16) {
        this.utf16 = utf16;
    }

    @Override
    public String name() {
        return utf16 ? "line-length-utf16" : "line-length";
    }

    @Override
    public Delimiter delimiter(long limit) {
        return utf16 ? new Utf16LengthDelimiter(limit) : (array, from, to, seen) -> measure(array, from, to, limit);
    }

    private static long measure(byte[] array, int from, int to, long limit) {
        long length = DecimalLength.read(array, from, to);
        if (length == Delimiter.INCOMPLETE) {
            return length;
        }
        if (length > limit) {
            throw FrameFaults.tooLarge(0, limit, length);
        }
        return DecimalLength.digits(length) + 1 + length;
    }

    @Override
    public Payload decode(byte[] array, int offset, int length) {
        int body = Bytes.indexOf(array, offset, offset + length, (byte) '\n') + 1;
        return Payloads.copy(array, body, offset + length - body);
    }

    @Override
    public int counted(Payload frame) {
        return frame.size();
    }

    @Override
    public int size(Payload frame) {
        return sized(DecimalLength.digits(frame.size()) + 1, frame.size());
    }

    @Override
    public void encode(Payload frame, byte[] array, int at) {
        frame.copyTo(array, DecimalLength.write(frame.size(), array, at));
    }
}
