package io.trunkline.transport;

import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * A connection that carries many streams; either side opens them.
 *
 * <p>Thread-safe. {@link #close} ends every stream of it as failed. Implements SPEC.md section 4.
 */
public interface StreamConnection extends Connection {
    /**
     * Opens a stream without metadata.
     *
     * @param type what it is for; the peer finds its handler by it
     * @return open: it may be written to at once, and a refusal shows when it is read or written
     * @throws io.trunkline.QueueFullException if as many streams of ours are open as the limit allows
     * @throws io.trunkline.ClosedException if the connection has ended
     * @throws IllegalStateException on an event loop
     */
    default DuplexStream open(String type) {
        return open(type, Map.of());
    }

    /**
     * Opens a stream; waits for the connection's event loop, not for the peer.
     *
     * @param type what it is for; the peer finds its handler by it
     * @param metadata encoded as a JSON object
     * @return open: it may be written to at once, and a refusal shows when it is read or written
     * @throws io.trunkline.QueueFullException if as many streams of ours are open as the limit allows
     * @throws io.trunkline.ClosedException if the connection has ended
     * @throws io.trunkline.PayloadException if the metadata cannot be encoded
     * @throws IllegalStateException on an event loop
     */
    DuplexStream open(String type, Map<String, ?> metadata);

    /**
     * Does the same without blocking.
     *
     * @param type what it is for
     * @param metadata encoded as a JSON object
     * @return completes on the event loop; fails with what {@code open} throws
     */
    CompletableFuture<DuplexStream> openAsync(String type, Map<String, ?> metadata);
}
