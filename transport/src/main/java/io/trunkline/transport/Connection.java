package io.trunkline.transport;

import io.trunkline.Identity;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * One socket, seen from either side, from accept or connect until it is closed.
 *
 * <p>Thread-safe; no method blocks. What was true when a method returned may be over a moment later. Implemented by
 * Trunkline, and by tests as fakes: new methods will have a default.
 */
public interface Connection {
    /**
     * Names the connection by its peer.
     *
     * @return {@code address:port} of the remote side, the same for the connection's whole life
     */
    String id();

    /**
     * Gives the peer's address.
     *
     * @return also after the connection is closed
     */
    InetSocketAddress remoteAddress();

    /**
     * Gives this side's address.
     *
     * @return also after the connection is closed
     */
    InetSocketAddress localAddress();

    /**
     * Tells who the peer has proved to be.
     *
     * <p>Where it has shown a certificate that was accepted, {@link TlsInfo#authorized}, that is the certificate's first URI,
     * else mail address, else DNS name among its subject alternative names, else its subject.
     *
     * @return empty before authentication, and where none is required
     */
    default Optional<Identity> identity() {
        return Optional.empty();
    }

    /**
     * Tells what the TLS handshake has agreed.
     *
     * @return empty on a connection without TLS
     */
    default Optional<TlsInfo> tls() {
        return Optional.empty();
    }

    /**
     * Tells whether bytes are still taken for sending.
     *
     * @return false from the first close on, also while what is queued is still leaving
     */
    boolean isOpen();

    /**
     * Gives the moment of accept or connect.
     *
     * @return the wall clock's time, for people; never used to measure
     */
    Instant connectedAt();

    /**
     * Measures the time since a byte last went either way.
     *
     * @return zero or more, on the monotonic clock
     */
    Duration sinceLastActivity();

    /**
     * Gives the moment at which a byte last went either way.
     *
     * @return the wall clock's time, for people; {@link #sinceLastActivity} measures
     */
    default Instant lastActivity() {
        return Instant.now().minus(sinceLastActivity());
    }

    /**
     * Counts what the connection has carried.
     *
     * @return a copy of the figures
     */
    ConnectionStats stats();

    /**
     * Reads a value kept with the connection.
     *
     * @param <T> its type
     * @param attribute its key
     * @return empty if it was never set
     */
    <T> Optional<T> get(Attribute<T> attribute);

    /**
     * Keeps a value with the connection, instead of an earlier one.
     *
     * @param <T> its type
     * @param attribute its key
     * @param value the value
     */
    <T> void set(Attribute<T> attribute, T value);

    /**
     * Closes at once and returns; what is queued but not written is discarded.
     *
     * <p>Doing it again has no effect. Whether the peer saw the last frames is not known: where that matters, use
     * {@link FrameConnection#closeAfterWrites()}.
     */
    void close();

    /**
     * Completes when the socket is closed and every callback but {@code onClose} has ended.
     *
     * @return completes normally always, with the reason
     */
    CompletionStage<CloseReason> closed();
}
