package io.trunkline.codec.internal.frame;

import io.trunkline.FrameException;
import io.trunkline.PayloadException;

/** Words the errors that several formats share. */
final class FrameFaults {
    private FrameFaults() {}

    /** The length field at {@code offset} announces more than the limit. */
    static FrameException tooLarge(long offset, long limit, long actual) {
        return new FrameException(
                FrameReasons.FRAME_TOO_LARGE, "the frame is larger than the limit", offset, limit, actual);
    }

    /** The same, with the first bytes of the frame at {@code from}. */
    static FrameException tooLarge(byte[] array, int from, int to, long offset, long limit, long actual) {
        String what = "the frame is larger than the limit; " + FirstBytes.describe(array, from, to);
        return new FrameException(FrameReasons.FRAME_TOO_LARGE, what, offset, limit, actual);
    }

    /** The stream ended {@code unfinished} bytes into the frame at {@code position}. */
    static FrameException truncated(long position, long unfinished) {
        return new FrameException(
                FrameReasons.TRUNCATED,
                "the stream ends inside a frame, after " + unfinished + " bytes of it",
                position);
    }

    /** The 101st frame in a row that carries nothing and ends nothing. */
    static FrameException emptyFlood(long offset, long limit) {
        return new FrameException(FrameReasons.EMPTY_FLOOD, "too many empty frames in a row", offset, limit, limit + 1);
    }

    /** A frame of ours is above what may be sent: it costs that message, not the connection. */
    static PayloadException cannotSend(String format, long limit, long actual) {
        return new PayloadException(
                FrameReasons.FRAME_TOO_LARGE,
                "a frame of " + actual + " bytes cannot be sent in format '" + format + "', whose limit is " + limit,
                -1);
    }
}
