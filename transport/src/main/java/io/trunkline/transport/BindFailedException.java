package io.trunkline.transport;

import io.trunkline.Delivery;
import io.trunkline.TrunklineException;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/** A listener could not be opened; the message names its address and port. */
public class BindFailedException extends TrunklineException {
    private static final long serialVersionUID = 1L;

    private final InetSocketAddress address;

    /**
     * Describes a listener that could not be opened.
     *
     * @param address where it was to listen
     * @param problem what is wrong
     * @param cause what the system said, or null
     */
    public BindFailedException(InetSocketAddress address, String problem, @Nullable Throwable cause) {
        super("Cannot listen on " + describe(address) + ": " + problem, cause, Delivery.NOT_SENT);
        this.address = address;
    }

    private static String describe(InetSocketAddress address) {
        return new Endpoint(address.getHostString(), address.getPort()).toString();
    }

    /**
     * Gives the address where the listener was to listen.
     *
     * @return the address, unresolved if the name could not be resolved
     */
    public final InetSocketAddress address() {
        return address;
    }

    @Override
    public boolean isRetryable() {
        return false;
    }
}
