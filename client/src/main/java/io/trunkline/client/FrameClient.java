package io.trunkline.client;

import io.trunkline.client.internal.FrameClientStarter;
import io.trunkline.codec.FrameFormat;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One connection that carries frames of any format: sends them, and hands out those that arrive, in order.
 *
 * <pre>{@code
 * try (FrameClient<Payload> client = FrameClient.connect(FrameFormat.lineLength(), "localhost", 8080)) {
 *     client.send(Payload.ofText("{\"type\":\"ping\"}"));
 *     Payload pong = client.receive(Duration.ofSeconds(5));
 * }
 * }</pre>
 *
 * <p>Thread-safe; each frame goes to one of those who receive. At most 64 frames, or what arrived with them in one read, wait
 * for {@link #receive}; then reading stops until they have been taken. {@link ClientOptions} that only
 * {@link TrunklineClient} understands are refused; {@code maxPayload} is the frame limit here, by default 1 MiB.
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
     * Connects, sends one frame, waits for the first that comes back, and closes.
     *
     * @param <F> what one frame is
     * @param format what the peer speaks
     * @param options where to, and how; the request timeout limits the wait for the answer
     * @param frame what to send
     * @return the first frame that the peer sent
     * @throws io.trunkline.RequestTimeoutException if there was none in time
     * @throws io.trunkline.transport.ConnectionLostException if the peer closed without an answer
     * @throws io.trunkline.TrunklineException if it could not be sent
     */
    static <F> F exchange(FrameFormat<F> format, ClientOptions options, F frame) {
        options.requireForFrames();
        return FrameClientStarter.exchange(format, options, frame);
    }

    /**
     * Sends a frame: returns when it is queued, and does not block unless the outbound policy is {@code BLOCK}.
     *
     * @param frame what to send
     * @throws io.trunkline.PayloadException if the format cannot carry it, or it is above the limit
     * @throws io.trunkline.TrunklineException if it could not be queued; NOT_SENT
     */
    void send(F frame);

    /**
     * Takes the next frame, waiting for it.
     *
     * @param timeout how long to wait; zero takes what is there
     * @return null if the peer has closed the connection in order, and every frame before that was taken
     * @throws io.trunkline.RequestTimeoutException if none came in time; the next one can still be received
     * @throws io.trunkline.PayloadException in place of a frame whose content is not usable
     * @throws io.trunkline.transport.ConnectionLostException if the connection ended otherwise
     * @throws io.trunkline.ClosedException if this side has closed it
     * @throws io.trunkline.RequestInterruptedException if the caller is interrupted
     */
    @Nullable
    F receive(Duration timeout);

    /**
     * Sends what is queued, closes the connection, and waits until that is done, for 30 s at most.
     *
     * <p>Never throws; a second call has no effect. On an event loop it does not wait.
     */
    @Override
    void close();
}
