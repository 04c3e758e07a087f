package io.trunkline.transport;

import io.trunkline.Delivery;
import io.trunkline.TrunklineException;
import java.net.InetSocketAddress;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * No connection could be made: names every address that was tried, each with its cause.
 *
 * <p>Nothing was sent, so it may be tried again.
 */
public final class ConnectFailedException extends TrunklineException {
    private static final long serialVersionUID = 1L;

    private final Endpoint endpoint;
    private final transient Map<InetSocketAddress, Throwable> attempts;

    /**
     * Describes a failed connect.
     *
     * @param endpoint where to
     * @param problem what went wrong as a whole, with the numbers
     * @param attempts the addresses tried, in order, each with what happened; empty if the name was not resolved
     * @param cause the error that decided it, or null
     */
    public ConnectFailedException(
            Endpoint endpoint, String problem, Map<InetSocketAddress, Throwable> attempts, @Nullable Throwable cause) {
        super("No connection to " + endpoint + ": " + problem + describe(attempts), cause, Delivery.NOT_SENT);
        this.endpoint = endpoint;
        this.attempts = Collections.unmodifiableMap(new LinkedHashMap<>(attempts));
    }

    private static String describe(Map<InetSocketAddress, Throwable> attempts) {
        if (attempts.isEmpty()) {
            return "";
        }
        return attempts.entrySet().stream()
                .map(tried -> tried.getKey() + ": " + tried.getValue().getMessage())
                .collect(Collectors.joining("; ", " (tried ", ")"));
    }

    /**
     * Gives the endpoint that was asked for.
     *
     * @return never null
     */
    public Endpoint endpoint() {
        return endpoint;
    }

    /**
     * Gives every address that was tried, in order, with what happened there.
     *
     * @return empty if the name could not be resolved, and after this exception was deserialised
     */
    public Map<InetSocketAddress, Throwable> attempts() {
        return attempts == null ? Map.of() : attempts;
    }
}
