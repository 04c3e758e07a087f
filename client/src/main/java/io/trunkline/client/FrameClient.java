package io.trunkline.client;

import io.trunkline.client.internal.FrameClientStarter;
import io.trunkline.codec.FrameFormat;
import io.trunkline.transport.ConnectionHandler;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Sends frames of any format, and hands out those that arrive, in order, over one connection that is made again when it is lost.
 *
 * <pre>{@code
 * try (FrameClient<Payload> client = FrameClient.connect(FrameFormat.lineLength(), "localhost", 8080)) {
 *     client.send(Payload.ofText("{\"type\":\"ping\"}"));
 *     Payload pong = client.receive(Duration.ofSeconds(5));
 * }
 * }</pre>
 *
 * <p>What arrives is asked for by {@link #receive}, after {@link #connect}, or given to a handler, after {@link #start}; and files are
 * taken by {@link FileTransfer}. Peers know nothing of a connection before: who receives sees the end of each in its place,
 * and has to log in again where that is needed; {@link ReconnectPolicy#never()} makes the first connection the only one.
 *
 * <p>Thread-safe; each frame goes to one of those who receive. At most 64 frames, or what arrived with them in one read, wait
 * for {@link #receive}; then reading stops until they have been taken. In {@code envelope} a quiet connection is kept alive, in
 * {@code typed} the peer's heartbeats are answered. {@link ClientOptions} that only {@link TrunklineClient} understands are
 * refused; {@code maxPayload} is the frame limit here, by default 1 MiB.
 *
 * @param <F> what one frame is
 */
public interface FrameClient<F> extends AutoCloseable {
    /**
     * Connects with default options; blocks until connected.
     *
     * @param <F> what one frame is
     * @param format what the peer speaks
     * @param host a host name or an address
     * @param port 1 to 65,535
     * @return a connected client
     * @throws io.trunkline.transport.ConnectFailedException if there is no connection within 5 s
     */
    static <F> FrameClient<F> connect(FrameFormat<F> format, String host, int port) {
        return connect(format, ClientOptions.of(host, port));
    }

    /**
     * Connects; blocks until connected, at most for the connect timeout.
     *
     * @param <F> what one frame is
     * @param format what the peer speaks
     * @param options where to, and how
     * @return a connected client
     * @throws io.trunkline.transport.ConnectFailedException if there is no connection in time
     * @throws io.trunkline.transport.TlsException if the TLS handshake fails, the server's certificate for instance
     * @throws IllegalArgumentException if an option is set that only {@link TrunklineClient} or a server understands
     */
    static <F> FrameClient<F> connect(FrameFormat<F> format, ClientOptions options) {
        options.requireForFrames();
        return FrameClientStarter.connect(format, options);
    }

    /**
     * Begins to connect, and returns at once: for services that come up before their peer.
     *
     * <p>Each connection gets a handler of its own, whose {@code onOpen} says hello and whose {@code onClose} is the end of that
     * connection alone; the next one is made when it has returned.
     *
     * @param <F> what one frame is
     * @param format what the peer speaks
     * @param options where to, and how
     * @param handlers makes the handler of each connection; its callbacks run on workers
     * @return a client that is connecting; {@link #receive} is refused
     * @throws IllegalArgumentException if an option is set that only {@link TrunklineClient} or a server understands
     */
    static <F> FrameClient<F> start(
            FrameFormat<F> format, ClientOptions options, ConnectionHandler.Factory<F> handlers) {
        options.requireForFrames();
        return FrameClientStarter.start(format, options, handlers);
    }

    /**
     * Connects, sends one frame, waits for the first that comes back, and closes: all within the request timeout.
     *
     * <p>In the {@code raw} format that is what one read brings. The connection is closed and nothing of it is left when this
     * returns; a peer that does not end its side is waited for, one second at most.
     *
     * @param <F> what one frame is
     * @param format what the peer speaks
     * @param options where to, the first endpoint, and how; the request timeout limits the whole, the connect timeout connecting as well
     * @param frame what to send
     * @return the first frame that the peer sent
     * @throws io.trunkline.transport.ConnectFailedException if there was no connection in time; NOT_SENT, as are the next two
     * @throws io.trunkline.transport.TlsException if the TLS handshake failed, the server's certificate for instance
     * @throws io.trunkline.PayloadException if the format cannot carry the frame; ANSWERED if what came back is not usable
     * @throws io.trunkline.RequestTimeoutException if there was no answer in time
     * @throws io.trunkline.transport.ConnectionLostException if the connection ended without an answer
     * @throws io.trunkline.RequestInterruptedException if the caller is interrupted
     * @throws IllegalArgumentException if an option is set that only {@link TrunklineClient} or a server understands
     * @throws IllegalStateException on an event loop
     */
    static <F> F exchange(FrameFormat<F> format, ClientOptions options, F frame) {
        options.requireForFrames();
        return FrameClientStarter.exchange(format, options, frame);
    }

    /**
     * Does what {@link #exchange} does without blocking; cancelling the result ends the connection.
     *
     * @param <F> what one frame is
     * @param format what the peer speaks
     * @param options where to, and how; certificates are read before this returns
     * @param frame what to send
     * @return completes on the event loop, or fails with what {@code exchange} throws
     * @throws IllegalArgumentException if an option is set that only {@link TrunklineClient} or a server understands
     */
    static <F> CompletableFuture<F> exchangeAsync(FrameFormat<F> format, ClientOptions options, F frame) {
        options.requireForFrames();
        return FrameClientStarter.exchangeAsync(format, options, frame);
    }

    /**
     * Sends a frame: returns when it is queued, and does not block unless the outbound policy is {@code BLOCK}.
     *
     * @param frame what to send
     * @throws io.trunkline.PayloadException if the format cannot carry it, or it is above the limit
     * @throws io.trunkline.transport.ConnectionLostException if there is no connection at the moment; NOT_SENT
     * @throws io.trunkline.ClosedException if the client is closed, or has given up; NOT_SENT
     * @throws io.trunkline.TrunklineException if it could not be queued; NOT_SENT
     */
    void send(F frame);

    /**
     * Takes the next frame, waiting for it.
     *
     * @param timeout how long to wait; zero takes what is there
     * @return null if the peer has closed the connection in order, and every frame before that was taken; what follows is the
     *     next connection's, and null again where there will be none
     * @throws io.trunkline.RequestTimeoutException if none came in time; the next one can still be received
     * @throws io.trunkline.PayloadException in place of a frame whose content is not usable
     * @throws io.trunkline.transport.ConnectionLostException if the connection ended otherwise
     * @throws io.trunkline.ClosedException if this side has closed it
     * @throws io.trunkline.RequestInterruptedException if the caller is interrupted
     * @throws IllegalStateException beside a handler of {@link #start} or an open {@link FileTransfer}, which take the frames;
     *     and on an event loop
     */
    @Nullable
    F receive(Duration timeout);

    /**
     * Tells where the client stands.
     *
     * @return {@link ClientState#READY} while there is a connection
     */
    ClientState state();

    /** Closes at once, without what is queued. Never throws. */
    void closeNow();

    /**
     * Sends what is queued, closes the connection, and waits until that is done, for 30 s at most.
     *
     * <p>Never throws; a second call has no effect. On an event loop it does not wait.
     */
    @Override
    void close();
}
