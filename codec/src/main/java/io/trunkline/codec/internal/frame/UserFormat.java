package io.trunkline.codec.internal.frame;

import io.trunkline.FrameException;
import io.trunkline.PayloadException;
import io.trunkline.codec.FrameFormat;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Guards the reading half of a user's format: limits hold before it is believed, and only our two exceptions come out.
 *
 * <p>{@code measure} that throws anything but {@link FrameException}, or answers what cannot be, ends the connection with
 * {@code FORMAT_FAILURE}: nobody knows where the next frame begins. {@code read} that fails costs its frame alone, for the
 * frame's end is known. At most limit + 1 bytes are shown to {@code measure}, so that a frame over the limit is refused
 * alike however it arrives. Caller-confined.
 */
final class UserFormat<F> implements Delimiter, FrameBody<F> {
    private final FrameFormat<F> format;
    private final int limit;

    UserFormat(FrameFormat<F> format, int limit) {
        this.format = format;
        this.limit = limit;
    }

    @Override
    public long measure(byte[] array, int from, int to, int seen) {
        int offered = (int) Math.min(to - from, limit + 1L);
        long length = measured(view(array, from, offered), seen);
        if (length == INCOMPLETE && offered <= limit) {
            return INCOMPLETE;
        }
        if (length == INCOMPLETE) {
            throw FrameFaults.tooLarge(0, limit, limit + 1L);
        }
        if (length < Math.max(1, seen)) {
            throw failure("measured " + length + " bytes after " + seen + " were not enough", null);
        }
        if (length > limit) {
            throw FrameFaults.tooLarge(0, limit, length);
        }
        return length;
    }

    private long measured(ByteBuffer view, int seen) {
        try {
            return format.measure(view, seen);
        } catch (FrameException e) {
            throw e;
        } catch (RuntimeException | StackOverflowError e) {
            throw failure("failed to measure a frame", e);
        }
    }

    @Override
    public F decode(byte[] array, int offset, int length) {
        F frame = read(view(array, offset, length));
        if (frame == null) {
            throw new PayloadException(FrameReasons.FORMAT_FAILURE, "format '" + format.name() + "' read null", -1);
        }
        return frame;
    }

    private F read(ByteBuffer view) {
        try {
            return format.read(view);
        } catch (PayloadException e) {
            throw e;
        } catch (RuntimeException | StackOverflowError e) {
            throw new PayloadException(
                    FrameReasons.FORMAT_FAILURE, "format '" + format.name() + "' failed to read a frame", -1, e);
        }
    }

    /** A buffer that ends where the frame may, so that no other connection's bytes are in reach. */
    private static ByteBuffer view(byte[] array, int from, int length) {
        // A new buffer each time: one that is kept would keep its array, and an idle connection must own none.
        return ByteBuffer.wrap(array).slice(from, length);
    }

    private FrameException failure(String what, @Nullable Throwable cause) {
        String message = "format '" + format.name() + "' " + what;
        return cause == null
                ? new FrameException(FrameReasons.FORMAT_FAILURE, message, 0)
                : new FrameException(FrameReasons.FORMAT_FAILURE, message, 0, cause);
    }
}
