package io.trunkline.client;

import io.trunkline.client.internal.StreamClientStarter;
import io.trunkline.transport.DuplexStream;
import io.trunkline.transport.StreamConnection;
import io.trunkline.transport.StreamHandler;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * One connection that carries many streams: opens them, and serves those that the server opens.
 *
 * <pre>{@code
 * try (StreamClient client = StreamClient.connect("localhost", 7002);
 *         DuplexStream echo = client.open("echo")) {
 *     echo.write(Payload.ofText("hello"));
 *     Payload answer = echo.read(Duration.ofSeconds(5));
 * }
 * }</pre>
 *
 * <p>Thread-safe. Each stream has 64 KiB of credit that comes back as it is read, and a connection 100 streams of each side.
 * A stream has a state that no second connection could continue, so a lost connection fails its streams and is not made
 * again: connect anew. {@link ClientOptions} that only {@link TrunklineClient} understands are refused; {@code maxPayload} is
 * the frame limit here, by default 1 MiB. Implements SPEC.md section 4.
 */
public interface StreamClient extends AutoCloseable {
    /**
     * Connects with default options; blocks until connected.
     *
     * @param host a host name or an address
     * @param port 1 to 65,535
     * @return a connected client
     * @throws io.trunkline.transport.ConnectFailedException if there is no connection within 5 s
     */
    static StreamClient connect(String host, int port) {
        return connect(ClientOptions.of(host, port));
    }

    /**
     * Connects; blocks until connected, at most for the connect timeout and the 500 ms that an older server gets to say that it
     * knows credit.
     *
     * @param options where to, and how
     * @return a connected client, which refuses the streams that the server opens until {@link #onStream} was called
     * @throws io.trunkline.transport.ConnectFailedException if there is no connection in time
     * @throws io.trunkline.transport.TlsException if the TLS handshake fails, the server's certificate for instance
     * @throws io.trunkline.RequestInterruptedException if the caller is interrupted
     * @throws IllegalArgumentException if an option is set that only {@link TrunklineClient} or a server understands
     * @throws IllegalStateException on an event loop
     */
    static StreamClient connect(ClientOptions options) {
        options.requireForFrames("StreamClient");
        return StreamClientStarter.connect(options);
    }

    /**
     * Does the same for servers that open streams at once.
     *
     * @param options where to, and how
     * @param handler serves the streams that the server opens, as by {@link #onStream}
     * @return a connected client
     */
    static StreamClient connect(ClientOptions options, StreamHandler handler) {
        options.requireForFrames("StreamClient");
        return StreamClientStarter.connect(options, handler);
    }

    /**
     * Opens a stream without metadata.
     *
     * @param type what it is for; the server finds its handler by it
     * @return open: it may be written to at once, and a refusal shows when it is read or written
     * @throws io.trunkline.QueueFullException if 100 streams of ours are open
     * @throws io.trunkline.ClosedException if the client is closed, or its connection has ended
     * @throws IllegalStateException on an event loop
     */
    default DuplexStream open(String type) {
        return open(type, Map.of());
    }

    /**
     * Opens a stream; waits for the connection's event loop, not for the server.
     *
     * @param type what it is for; the server finds its handler by it
     * @param metadata encoded as a JSON object
     * @return open: it may be written to at once, and a refusal shows when it is read or written
     * @throws io.trunkline.QueueFullException if 100 streams of ours are open
     * @throws io.trunkline.ClosedException if the client is closed, or its connection has ended
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

    /**
     * Serves the streams that the server opens from now on, each on a worker; those before were refused with
     * {@code UNKNOWN_TYPE}.
     *
     * @param handler called concurrently
     * @throws IllegalStateException if there is a handler: {@link StreamHandler#byType} chooses among many
     */
    void onStream(StreamHandler handler);

    /**
     * Gives the connection: who is at the other end, what it carries, when and why it has ended.
     *
     * @return always the same
     */
    StreamConnection connection();

    /**
     * Refuses new streams of both sides, waits until those that are open have ended, for 30 s at most, and closes.
     *
     * <p>Never throws; a second call has no effect. On an event loop and in a handler of this client's it returns at once, and
     * the rest follows.
     */
    @Override
    void close();

    /** Closes at once: every stream fails. Never throws. */
    void closeNow();
}
