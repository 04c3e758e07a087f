package io.trunkline;

import org.jspecify.annotations.Nullable;

/**
 * A file transfer failed; nothing of the file is left at the receiver, unless the transfer is resumable.
 *
 * <p>The constructors are public so that fakes can throw it in tests. Implements SPEC.md section 6.
 */
public final class TransferException extends TrunklineException {
    private static final long serialVersionUID = 1L;

    private final String reason;

    /**
     * Describes a transfer that failed.
     *
     * @param reason a name from the registry's reasons, such as {@code CHUNK_ERROR}
     * @param message which file, how far it came, and a hint
     * @param delivery whether the peer may have received any of it
     */
    public TransferException(String reason, String message, Delivery delivery) {
        this(reason, message, delivery, null);
    }

    /**
     * Describes a transfer that another error ended.
     *
     * @param reason a name from the registry's reasons, such as {@code STORAGE}
     * @param message which file, how far it came, and a hint
     * @param delivery whether the peer may have received any of it
     * @param cause the error that ended it, or null
     */
    public TransferException(String reason, String message, Delivery delivery, @Nullable Throwable cause) {
        super(message + " (" + reason + ")", cause, delivery);
        this.reason = reason;
    }

    /**
     * Names what went wrong, for programs.
     *
     * @return a name from the registry's reasons
     */
    public String reason() {
        return reason;
    }

    /**
     * Tells whether the same transfer can succeed later.
     *
     * @return true if nothing was sent, and for {@code STORAGE}: space comes back, and a failed transfer left nothing behind
     */
    @Override
    public boolean isRetryable() {
        return super.isRetryable() || reason.equals("STORAGE");
    }
}
