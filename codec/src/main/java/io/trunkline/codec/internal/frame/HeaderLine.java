package io.trunkline.codec.internal.frame;

import io.trunkline.PayloadException;

/** Finds the header line of a broker message, which compression and fragments must leave whole. */
final class HeaderLine {
    /** 366 bytes of header and its LF (SPEC.md section 5.1). */
    static final int LONGEST = 367;

    private HeaderLine() {}

    /** Gives the index behind the LF, or -1 if there is none within the first 367 bytes. */
    static int end(byte[] array, int from, int to) {
        int lineFeed = Bytes.indexOf(array, from, Math.min(to, from + LONGEST), (byte) '\n');
        return lineFeed < 0 ? -1 : lineFeed + 1;
    }

    /** The message of {@code size} bytes has no header line where it must be. */
    static PayloadException missing(int size) {
        return size >= LONGEST
                ? new PayloadException(FrameReasons.HEADER_TOO_LONG, "no LF within 367 bytes", LONGEST - 1)
                : new PayloadException(FrameReasons.MALFORMED_HEADER, "no LF in the first fragment", size);
    }
}
