package io.trunkline.codec.internal.frame;

import io.trunkline.PayloadException;
import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Inflates one zlib stream per message and stops as soon as the message passes its limit.
 *
 * <p>Caller-confined; close it to give back what the native side holds. Memory: at most twice what went in or has come
 * out, 1 KiB at least, and never more than limit + 1. Implements SPEC.md section 3.3.5.
 */
final class MessageInflater implements AutoCloseable {
    /** Small enough to promise nothing to a liar, large enough for most messages. */
    private static final int FIRST = 1024;

    private final int limit;
    private final Inflater inflater = new Inflater();

    /**
     * Prepares for messages of at most {@code limit} bytes, the clear part included.
     */
    MessageInflater(int limit) {
        this.limit = limit;
    }

    /**
     * Copies the clear part of a message and inflates the rest behind it.
     *
     * @throws io.trunkline.FrameException {@code FRAME_TOO_LARGE} at offset 0 once there are more bytes than the limit
     * @throws PayloadException {@code MALFORMED_COMPRESSION} if the rest is not exactly one zlib stream
     */
    Inflated inflate(byte[] array, int from, int clearTo, int to) {
        int clear = clearTo - from;
        byte[] result = new byte[(int) Math.min(limit + 1L, clear + (long) Math.max(FIRST, 2 * (to - clearTo)))];
        System.arraycopy(array, from, result, 0, Math.min(clear, result.length));
        inflater.reset();
        inflater.setInput(array, clearTo, to - clearTo);
        int size = clear;
        while (!inflater.finished()) {
            if (size > limit) {
                throw FrameFaults.tooLarge(0, limit, limit + 1L);
            }
            if (size == result.length) {
                result = Arrays.copyOf(result, (int) Math.min(limit + 1L, 2L * size));
            }
            size += step(result, size, to - from, clear);
        }
        if (size > limit) {
            throw FrameFaults.tooLarge(0, limit, limit + 1L);
        }
        if (inflater.getRemaining() > 0) {
            throw malformed("bytes follow the stream", to - from - inflater.getRemaining());
        }
        return new Inflated(result, size);
    }

    private int step(byte[] result, int size, int messageSize, int clear) {
        try {
            int produced = inflater.inflate(result, size, result.length - size);
            if (produced == 0 && !inflater.finished()) {
                throw inflater.needsDictionary()
                        ? malformed("a preset dictionary is needed", clear)
                        : malformed("the stream is not finished", messageSize);
            }
            return produced;
        } catch (DataFormatException e) {
            throw new PayloadException(FrameReasons.MALFORMED_COMPRESSION, "not a zlib stream", clear, e);
        }
    }

    private static PayloadException malformed(String what, int offset) {
        return new PayloadException(FrameReasons.MALFORMED_COMPRESSION, what, offset);
    }

    /** Gives back the native memory; may be called twice. */
    @Override
    public void close() {
        inflater.end();
    }
}
