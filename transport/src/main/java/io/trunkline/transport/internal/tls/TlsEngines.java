package io.trunkline.transport.internal.tls;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Makes the engine of each connection of one listener or client.
 *
 * <p>Thread-safe. New certificates, where they are reloaded, count for the engines made after that.
 */
public interface TlsEngines {
    /**
     * Makes an engine that has not begun its handshake.
     *
     * @param host the name or address that the user connects to, for SNI and for the check of the certificate; null on the
     *     accepting side
     * @param port the peer's
     */
    TlsEngine newEngine(@Nullable String host, int port);

    /**
     * Looks at the files it is made from and uses what they hold now; blocks. Without files it does nothing.
     *
     * @throws io.trunkline.transport.TlsException if they cannot be used; what was in use stays in use
     */
    default void reload() {}

    /** The same for a timer: what is wrong goes to the log, once for each content of the files. */
    default void reloadIfChanged() {}

    /** How often to look, if at all. */
    default Optional<Duration> reloadEvery() {
        return Optional.empty();
    }

    /** When our own certificate expires, the one in use now; empty without one of ours. */
    default Optional<Instant> certificateExpiry() {
        return Optional.empty();
    }
}
