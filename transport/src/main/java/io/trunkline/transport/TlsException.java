package io.trunkline.transport;

import io.trunkline.Delivery;
import io.trunkline.TrunklineException;
import org.jspecify.annotations.Nullable;

/**
 * The handshake with the peer failed, or its certificate was not accepted: no byte of the application has left.
 *
 * <p>Nothing was sent, so the call may be repeated; as long as neither side's certificates or settings change, it fails the
 * same way.
 */
public final class TlsException extends TrunklineException {
    private static final long serialVersionUID = 1L;

    /**
     * Describes a failed handshake.
     *
     * @param message with whom, what was refused and by which side
     * @param cause the engine's error, or null
     */
    public TlsException(String message, @Nullable Throwable cause) {
        super(message, cause, Delivery.NOT_SENT);
    }
}
