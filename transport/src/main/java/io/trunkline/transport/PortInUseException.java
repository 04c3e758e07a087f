package io.trunkline.transport;

import java.net.InetSocketAddress;

/** Another socket listens on this address and port already. */
public final class PortInUseException extends BindFailedException {
    private static final long serialVersionUID = 1L;

    /**
     * Describes a port that is taken.
     *
     * @param address where the listener was to listen
     * @param cause what the system said
     */
    public PortInUseException(InetSocketAddress address, Throwable cause) {
        super(address, "the port is in use; choose another, or port 0 for a free one", cause);
    }
}
