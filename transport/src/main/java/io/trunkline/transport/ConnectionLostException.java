package io.trunkline.transport;

import io.trunkline.Delivery;
import io.trunkline.TrunklineException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The connection ended before the call did; {@link #delivery()} tells whether its bytes had begun to leave. */
public final class ConnectionLostException extends TrunklineException {
    private static final long serialVersionUID = 1L;

    private final transient @Nullable CloseReason reason;

    /**
     * Describes a call that a connection's end has cut short.
     *
     * @param connectionId whose connection it was, {@code address:port}
     * @param reason why it ended
     * @param delivery NOT_SENT if no byte of the call was written
     */
    public ConnectionLostException(String connectionId, CloseReason reason, Delivery delivery) {
        this(
                "Connection to " + connectionId + " ended: " + reason,
                reason.cause().orElse(null),
                reason,
                delivery);
    }

    private ConnectionLostException(
            @Nullable String message, @Nullable Throwable cause, @Nullable CloseReason reason, Delivery delivery) {
        super(String.valueOf(message), cause, delivery);
        this.reason = reason;
    }

    /**
     * Makes a copy for a call that knows more about its bytes than the connection does.
     *
     * @param delivery whether the peer may have seen the call
     * @return the same otherwise, with a stack trace of its own
     */
    public ConnectionLostException withDelivery(Delivery delivery) {
        return new ConnectionLostException(getMessage(), getCause(), reason, delivery);
    }

    /**
     * Tells why the connection ended.
     *
     * @return empty only after this exception was deserialised
     */
    public Optional<CloseReason> reason() {
        return Optional.ofNullable(reason);
    }
}
