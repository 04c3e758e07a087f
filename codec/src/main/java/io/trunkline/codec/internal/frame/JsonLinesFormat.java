package io.trunkline.codec.internal.frame;

import io.trunkline.Payload;
import io.trunkline.PayloadException;

/**
 * Lines that end with LF (SPEC.md section 3.7); what stands before it is delivered as it is.
 *
 * <p>A line is refused at limit + 1 bytes without waiting for its LF. A payload with an LF in it is not sent. Immutable.
 */
public final class JsonLinesFormat implements BuiltInFormat<Payload> {
    /** The only one: there is nothing to configure. */
    public static final JsonLinesFormat INSTANCE = new JsonLinesFormat();

    private static final byte LINE_FEED = '\n';

    private JsonLinesFormat() {}

    @Override
    public String name() {
        return "json-lines";
    }

    @Override
    public Delimiter delimiter(long limit) {
        int longest = (int) Math.min(limit, Integer.MAX_VALUE - 1);
        return (array, from, to, seen) -> measure(array, from, to, seen, longest);
    }

    private static long measure(byte[] array, int from, int to, int seen, int longest) {
        int end = to - from > longest ? from + longest + 1 : to;
        int lineFeed = Bytes.indexOf(array, from + seen, end, LINE_FEED);
        if (lineFeed >= 0) {
            return lineFeed + 1L - from;
        }
        if (to - from > longest) {
            throw FrameFaults.tooLarge(0, longest, longest + 1L);
        }
        return Delimiter.INCOMPLETE;
    }

    @Override
    public Payload decode(byte[] array, int offset, int length) {
        return Payloads.copy(array, offset, length - 1);
    }

    @Override
    public int counted(Payload frame) {
        return frame.size();
    }

    @Override
    public int size(Payload frame) {
        int lineFeed = Payloads.indexOf(frame, LINE_FEED);
        if (lineFeed >= 0) {
            throw new PayloadException(FrameReasons.ILLEGAL_BYTE, "a line cannot hold a line feed", lineFeed);
        }
        return sized(1, frame.size());
    }

    @Override
    public void encode(Payload frame, byte[] array, int at) {
        frame.copyTo(array, at);
        array[at + frame.size()] = LINE_FEED;
    }
}
