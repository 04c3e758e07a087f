package io.trunkline.server.apps;

import io.trunkline.Payload;
import io.trunkline.codec.StreamFrame;
import io.trunkline.transport.ConnectionHandler;

/**
 * Makes handlers that send back what they receive, for every format.
 *
 * <pre>{@code
 * TrunklineServer.builder()
 *     .listen(7001, FrameFormat.lineLength(), EchoApps.frames())
 *     .listen(7002, FrameFormat.multiplexed(), EchoApps.multiplexed())
 *     .listen(7003, FrameFormat.raw(), EchoApps.namedFile())
 * }</pre>
 *
 * <p>All of them stop reading while their peer does not, so that one echo holds the high watermark of bytes and not more.
 * Thread-safe.
 */
public final class EchoApps {
    private EchoApps() {}

    /**
     * Sends each frame back as it came. A listener that speaks {@code typed} answers heartbeats by itself.
     *
     * @param <F> what a frame is
     * @return for a listener of any format but multiplexed and named-file
     */
    public static <F> ConnectionHandler.Factory<F> frames() {
        return FrameEcho::new;
    }

    /**
     * Sends data back on the stream that it came on, and closes a stream when its peer does.
     *
     * @return for a listener of {@code FrameFormat.multiplexed()}
     */
    public static ConnectionHandler.Factory<StreamFrame> multiplexed() {
        return StreamEcho::new;
    }

    /**
     * Sends a named file back, name, size and bytes, while it arrives, and then ends the connection. The named-file format is
     * streamed, so the listener speaks {@code FrameFormat.raw()}; give it an idle timeout of 30 s.
     *
     * @return for a listener of {@code FrameFormat.raw()}
     */
    public static ConnectionHandler.Factory<Payload> namedFile() {
        return NamedFileEcho::new;
    }
}
