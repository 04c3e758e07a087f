package io.trunkline.codec.internal.mux;

import io.trunkline.Payload;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * One control message of stream 0.
 *
 * <p>Immutable. {@link StreamControlCodec} turns it into JSON and back. Implements SPEC.md section 4.1.
 */
public sealed interface StreamControl {
    /** The largest stream id: an unsigned 32-bit number. */
    long MAX_STREAM_ID = 0xFFFF_FFFFL;

    /** Stands for a window that was not written; what a peer writes is never taken for it. */
    long NO_WINDOW = Long.MIN_VALUE;

    /** The metadata of a stream about which nothing was said. */
    Payload NO_METADATA = Payload.wrap("{}".getBytes(StandardCharsets.US_ASCII));

    /**
     * {@code stream_create}: opens a stream.
     *
     * @param streamId 1 to {@link #MAX_STREAM_ID}
     * @param streamType what the stream is for
     * @param metadata a JSON object
     * @param window bytes that the other side may send, or {@link #NO_WINDOW} to leave credit off
     */
    record Create(long streamId, String streamType, Payload metadata, long window) implements StreamControl {
        boolean hasWindow() {
            return window != NO_WINDOW;
        }

        Create withoutWindow() {
            return new Create(streamId, streamType, metadata, NO_WINDOW);
        }
    }

    /**
     * {@code stream_close}: ends both directions of a stream, or refuses it.
     *
     * @param streamId 1 to {@link #MAX_STREAM_ID}
     * @param reason why, or null
     */
    record Close(long streamId, @Nullable String reason) implements StreamControl {}

    /**
     * {@code stream_window}: grants credit on a stream; for stream 0 and credit 0, announces that credit is understood.
     *
     * @param streamId 0 to {@link #MAX_STREAM_ID}
     * @param credit bytes more that the other side may send
     */
    record Window(long streamId, long credit) implements StreamControl {
        /** What a side sends to say that it understands credit. */
        static final Window ANNOUNCEMENT = new Window(0, 0);
    }

    /**
     * {@code server_shutdown}: the peer will end the connection.
     *
     * @param message for people
     * @param gracePeriod milliseconds
     */
    record Shutdown(String message, long gracePeriod) implements StreamControl {}

    /**
     * A message of a type that this version does not know; receivers ignore it.
     *
     * @param type as received
     */
    record Unknown(String type) implements StreamControl {}
}
