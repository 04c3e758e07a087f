package io.trunkline.codec.internal.message;

import io.trunkline.PayloadException;

/**
 * Remembers why the last header did not parse, and words it when somebody asks.
 *
 * <p>Loop-confined. Implements SPEC.md sections 2.4 and 5.1.
 */
final class HeaderFault {
    private static final byte LF = '\n';

    /** The bytes of an envelope frame's flags field. */
    private static final int FLAGS = 4;

    private int offset = -1;
    private boolean tooLong;
    private boolean flags;

    void clear() {
        offset = -1;
    }

    /** A header that does not end in time is reported as that, wherever else it is wrong. */
    void note(byte[] bytes, int from, int length, int at) {
        int end = from + Math.min(length, HeaderParser.MAX_LENGTH + 1);
        int lf = from;
        while (lf < end && bytes[lf] != LF) {
            lf++;
        }
        tooLong = lf == end && length > HeaderParser.MAX_LENGTH;
        offset = tooLong ? HeaderParser.MAX_LENGTH : (lf == end ? length : at - from);
        flags = length >= FLAGS && (bytes[from] | bytes[from + 1] | bytes[from + 2] | bytes[from + 3]) == 0;
    }

    int offset() {
        return offset;
    }

    PayloadException exception() {
        assert offset >= 0;
        return tooLong
                ? new PayloadException("HEADER_TOO_LONG", "no LF ends the header within 367 bytes" + guess(), offset)
                : new PayloadException("MALFORMED_HEADER", "the header does not parse" + guess(), offset);
    }

    private String guess() {
        return flags
                ? "; it begins with four zero bytes, as the body does when envelope is read as length-prefixed"
                : "";
    }
}
