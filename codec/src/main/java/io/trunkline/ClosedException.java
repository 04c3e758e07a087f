package io.trunkline;

/**
 * The client, server, connection or pool was closed by its owner, before the call or during it.
 *
 * <p>Never retryable, for the closed object stays closed. The constructor is public so that fakes can throw it in tests.
 */
public final class ClosedException extends TrunklineException {
    private static final long serialVersionUID = 1L;

    /**
     * Describes a call on something closed.
     *
     * @param message what is closed
     * @param delivery {@code NOT_SENT} for calls after the close; {@code MAYBE_SENT} for calls that the close cut short
     */
    public ClosedException(String message, Delivery delivery) {
        super(message, null, delivery);
    }

    @Override
    public boolean isRetryable() {
        return false;
    }
}
