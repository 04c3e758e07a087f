package io.trunkline.codec;

import java.nio.ByteBuffer;

/**
 * Says where a frame ends and what it means, in five stateless methods.
 *
 * <p>Write one for a format of your own; the framework does the rest. It checks the limit before it allocates, keeps
 * unfinished tails, handles every split, sizes the outbound bytes once, and after {@link #write} verifies that the buffer
 * is full and that {@link #measure} agrees with {@link #size}.
 *
 * <pre>{@code
 * bytes ──▶ measure ──▶ (wait | refuse | whole frame) ──▶ read ──▶ F
 * F ──▶ size ──▶ write ──▶ bytes
 * }</pre>
 *
 * <p>Thread-safe: all methods are called concurrently, from event loops, and must be quick and free of side effects. A
 * {@link io.trunkline.FrameException} ends the connection, a {@link io.trunkline.PayloadException} from {@code read} costs
 * one message. Implements SPEC.md section 3.
 *
 * @param <F> what one frame is to its user
 */
public interface FrameFormat<F> {
    /** What {@link #measure} answers while the frame's length cannot be told yet. */
    long INCOMPLETE = -1;

    /**
     * Names the format, in logs and on the command line.
     *
     * @return lower case, for example {@code length-prefixed}
     */
    String name();

    /**
     * Measures the frame that begins at the buffer's position, without moving the position.
     *
     * @param in at least one byte, backed by an array, big-endian; valid during the call only
     * @param seen how many of these bytes were offered before without success, so that they need not be scanned again
     * @return the frame's bytes, header included and at least 1, even while the buffer holds fewer; or {@link #INCOMPLETE}
     * @throws io.trunkline.FrameException if no continuation can make it a legal frame
     */
    long measure(ByteBuffer in, int seen);

    /**
     * Reads exactly one whole frame.
     *
     * @param frame the frame's bytes from position to limit; valid during the call only, so copy what is kept
     * @return the frame
     * @throws io.trunkline.PayloadException if the frame is whole but its content is not usable
     */
    F read(ByteBuffer frame);

    /**
     * Tells how many bytes {@link #write} will write.
     *
     * @param frame the frame to encode
     * @return header included
     * @throws io.trunkline.PayloadException if the format cannot carry this frame
     */
    int size(F frame);

    /**
     * Encodes a frame.
     *
     * @param frame the frame to encode
     * @param out has exactly {@link #size} bytes left and must be full afterwards
     */
    void write(F frame, ByteBuffer out);
}
