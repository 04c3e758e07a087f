package io.trunkline;

import org.jspecify.annotations.Nullable;

/**
 * A bad frame: the bytes break the format, so nothing after them can be trusted and the connection ends.
 *
 * <p>A peer's bad frame is reported with its place, and, where a limit was crossed, with the limit and the actual value.
 * Users' own {@code FrameFormat}s throw it too. What was in flight may have reached the peer: MAYBE_SENT. Implements SPEC.md
 * sections 2.4 and 8.1.
 */
public final class FrameException extends TrunklineException {
    private static final long serialVersionUID = 1L;

    private final String reason;
    private final String text;
    private final long offset;
    private final long limit;
    private final long actual;

    /**
     * Describes a frame that crosses a limit.
     *
     * @param reason a name from the registry's reasons, such as {@code FRAME_TOO_LARGE}, or one of your own
     * @param message what is wrong with it
     * @param offset position of the first byte of the field at fault: from the frame's first byte where a format throws
     *     it, from the connection's first byte where a decoder does
     * @param limit the limit that was crossed, or -1 if there is none
     * @param actual the value found, or -1 if there is none; limit + 1 where the true value is not known
     */
    public FrameException(String reason, String message, long offset, long limit, long actual) {
        this(reason, message, offset, limit, actual, null);
    }

    /**
     * Describes a frame that could not be read because of another error.
     *
     * @param reason a name from the registry's reasons, or one of your own
     * @param message what is wrong with it
     * @param offset position of the first byte at fault, as in the other constructor
     * @param cause the error that revealed it
     */
    public FrameException(String reason, String message, long offset, Throwable cause) {
        this(reason, message, offset, -1, -1, cause);
    }

    private FrameException(
            String reason, String message, long offset, long limit, long actual, @Nullable Throwable cause) {
        super(describe(reason, message, offset, limit, actual), cause, Delivery.MAYBE_SENT);
        this.reason = reason;
        this.text = message;
        this.offset = offset;
        this.limit = limit;
        this.actual = actual;
    }

    /**
     * Describes a frame that is malformed.
     *
     * @param reason a name from the registry's reasons, or one of your own
     * @param message what is wrong with it
     * @param offset position of the first byte at fault, as in the other constructor
     */
    public FrameException(String reason, String message, long offset) {
        this(reason, message, offset, -1, -1);
    }

    private static String describe(String reason, String message, long offset, long limit, long actual) {
        String numbers = limit < 0 ? "" : ", limit " + limit + ", actual " + actual;
        return message + " (" + reason + " at offset " + offset + numbers + ")";
    }

    /**
     * Copies this error with the frame's place in the stream added.
     *
     * @param bytes how many bytes of the stream lie before the frame
     * @return an error whose offset counts from the connection's first byte
     */
    public FrameException shiftedBy(long bytes) {
        if (bytes == 0) {
            return this;
        }
        FrameException shifted = new FrameException(reason, text, offset + bytes, limit, actual, getCause());
        shifted.setStackTrace(getStackTrace());
        return shifted;
    }

    /**
     * Names what is wrong, for programs.
     *
     * @return a name from the registry's reasons, or a format's own
     */
    public String reason() {
        return reason;
    }

    /**
     * Points at the first byte of the field at fault.
     *
     * @return zero-based
     */
    public long offset() {
        return offset;
    }

    /**
     * Gives the limit that was crossed.
     *
     * @return -1 if the error is not about a limit
     */
    public long limit() {
        return limit;
    }

    /**
     * Gives the value that crossed the limit.
     *
     * @return -1 if the error is not about a limit; limit + 1 where the true value is not known
     */
    public long actual() {
        return actual;
    }

    @Override
    public boolean isRetryable() {
        return false;
    }
}
