package io.trunkline;

/**
 * The thread that waited was interrupted; its interrupt flag is set again when this is thrown.
 *
 * <p>Thrown by blocking calls only. The constructor is public so that fakes of a client can throw it in tests; it does not
 * touch the flag.
 */
public final class RequestInterruptedException extends TrunklineException {
    private static final long serialVersionUID = 1L;

    /**
     * Describes a call that was interrupted.
     *
     * @param message what was waited for, and for how long
     * @param delivery {@code NOT_SENT} if nothing was written, else {@code MAYBE_SENT}
     */
    public RequestInterruptedException(String message, Delivery delivery) {
        super(message, null, delivery);
    }
}
