package io.trunkline.server.apps;

import io.trunkline.Payload;
import io.trunkline.codec.StreamFrame;
import io.trunkline.transport.ConnectionHandler;
import io.trunkline.transport.StreamHandler;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.function.UnaryOperator;

/**
 * Makes handlers that send back what they receive, for every format.
 *
 * <pre>{@code
 * TrunklineServer.builder()
 *     .listen(7001, FrameFormat.lineLength(), EchoApps.frames())
 *     .listen(7002, EchoApps.streams())
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
        return connection -> new FrameEcho<>(connection, UnaryOperator.identity());
    }

    /**
     * Sends each frame back behind a text of its own.
     *
     * @param prefix in front of each: {@code "Echo: "}
     * @return for a listener of any format of payloads but named-file
     */
    public static ConnectionHandler.Factory<Payload> prefixed(String prefix) {
        byte[] before = Payload.ofText(prefix).toBytes();
        return connection -> new FrameEcho<>(connection, frame -> join(before, frame));
    }

    private static Payload join(byte[] before, Payload frame) {
        return Payload.wrap(ByteBuffer.allocate(before.length + frame.size())
                .put(before)
                .put(frame.asByteBuffer())
                .array());
    }

    /**
     * Answers each frame with the same one.
     *
     * @param answer to everything: {@code Payload.ofText("Message received")}
     * @param <F> what a frame is
     * @return for a listener of any format but multiplexed and named-file
     */
    public static <F> ConnectionHandler.Factory<F> answering(F answer) {
        Objects.requireNonNull(answer, "answer");
        return connection -> new FrameEcho<>(connection, frame -> answer);
    }

    /**
     * Sends data back on the stream that it came on at once, also where the end of the stream follows in the same piece.
     *
     * @return for a listener of {@code FrameFormat.multiplexed()}
     */
    public static ConnectionHandler.Factory<StreamFrame> multiplexed() {
        return MultiplexedEcho::new;
    }

    /**
     * Sends data back on the stream that it came on, and closes a stream when its peer does; what it has not yet sent back then is
     * lost, as both directions end.
     *
     * @return for a listener of streams
     */
    public static StreamHandler streams() {
        return new StreamEcho();
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
