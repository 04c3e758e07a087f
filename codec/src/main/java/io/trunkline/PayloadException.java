package io.trunkline;

import org.jspecify.annotations.Nullable;

/**
 * A bad body: one message is lost, the connection goes on.
 *
 * <p>Thrown for payloads that are not what their reader expects: broken JSON or UTF-8, a value that does not bind, a
 * payload that a format cannot carry. NOT_SENT, unless the payload was an answer: {@link #answered}. Implements SPEC.md
 * sections 2.5 and 8.1.
 */
public final class PayloadException extends TrunklineException {
    private static final long serialVersionUID = 1L;

    private final String reason;
    private final long offset;

    /**
     * Describes a bad body.
     *
     * @param reason a name from the registry's reasons, such as {@code MALFORMED_JSON}, or one of your own
     * @param message what is wrong with it; never the payload itself
     * @param offset position of the first byte at fault in the payload, or -1 if it is not known
     */
    public PayloadException(String reason, String message, long offset) {
        this(reason, message, offset, null);
    }

    /**
     * Describes a bad body that another error revealed.
     *
     * @param reason a name from the registry's reasons, or one of your own
     * @param message what is wrong with it; never the payload itself
     * @param offset position of the first byte at fault in the payload, or -1 if it is not known
     * @param cause the error that revealed it, or null
     */
    public PayloadException(String reason, String message, long offset, @Nullable Throwable cause) {
        super(message + " (" + reason + (offset < 0 ? ")" : " at offset " + offset + ")"), cause, Delivery.NOT_SENT);
        this.reason = reason;
        this.offset = offset;
    }

    private PayloadException(PayloadException error, Delivery delivery) {
        super(String.valueOf(error.getMessage()), error.getCause(), delivery);
        this.reason = error.reason;
        this.offset = error.offset;
    }

    /**
     * Copies this error as that of an answer: its request was sent and run, whatever became of the answer's bytes.
     *
     * @return an error whose delivery is ANSWERED
     */
    public PayloadException answered() {
        PayloadException answered = new PayloadException(this, Delivery.ANSWERED);
        answered.setStackTrace(getStackTrace());
        return answered;
    }

    /**
     * Names what is wrong, for programs.
     *
     * @return a name from the registry's reasons, or an application's own
     */
    public String reason() {
        return reason;
    }

    /**
     * Points at the first byte at fault.
     *
     * @return zero-based in the payload, or -1 if it is not known
     */
    public long offset() {
        return offset;
    }

    @Override
    public boolean isRetryable() {
        return false;
    }
}
