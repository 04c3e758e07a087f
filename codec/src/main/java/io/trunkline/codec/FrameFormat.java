package io.trunkline.codec;

import io.trunkline.Payload;
import io.trunkline.codec.internal.frame.EnvelopeFormat;
import io.trunkline.codec.internal.frame.EnvelopeFramesFormat;
import io.trunkline.codec.internal.frame.JsonLinesFormat;
import io.trunkline.codec.internal.frame.LengthPrefixedFormat;
import io.trunkline.codec.internal.frame.LineLengthFormat;
import io.trunkline.codec.internal.frame.MappedFormat;
import io.trunkline.codec.internal.frame.MultiplexedFormat;
import io.trunkline.codec.internal.frame.RawFormat;
import io.trunkline.codec.internal.frame.TypedFormat;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.function.Function;

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
 * <p>A text behind one byte that holds its length:
 *
 * <pre>{@code
 * class ByteLength implements FrameFormat<String> {
 *     public String name() { return "byte-length"; }
 *     public long measure(ByteBuffer in, int seen) { return 1 + (in.get(in.position()) & 0xFF); }
 *     public String read(ByteBuffer frame) { frame.get(); return Payload.read(frame).text(); }
 *     public int size(String text) { return 1 + Payload.ofText(text).size(); }
 *     public void write(String text, ByteBuffer out) {
 *         out.put((byte) (out.remaining() - 1)).put(Payload.ofText(text).asByteBuffer());
 *     }
 * }
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

    /**
     * Gives the same frames another meaning, for instance JSON objects instead of payloads.
     *
     * <p>A {@link io.trunkline.PayloadException} from {@code in} costs the message, not the connection.
     *
     * @param in makes the new object of a frame; runs on the event loop
     * @param out goes the other way; runs in the sender's thread, once per frame
     * @param <G> what one frame is to the user of the new format
     * @return a format with the same bytes on the wire and the same name
     */
    default <G> FrameFormat<G> map(Function<? super F, ? extends G> in, Function<? super G, ? extends F> out) {
        return new MappedFormat<>(this, Objects.requireNonNull(in, "in"), Objects.requireNonNull(out, "out"));
    }

    /**
     * No framing: each read is delivered, and there are no message boundaries. Implements SPEC.md section 3.1.
     *
     * @return the format {@code raw}
     */
    static FrameFormat<Payload> raw() {
        return RawFormat.INSTANCE;
    }

    /**
     * Frames of a u32 length and that many bytes. Implements SPEC.md section 3.2.
     *
     * @return the format {@code length-prefixed}
     */
    static FrameFormat<Payload> lengthPrefixed() {
        return LengthPrefixedFormat.INSTANCE;
    }

    /**
     * Messages in frames of a u32 length, u32 flags and that many bytes. Implements SPEC.md section 3.3.
     *
     * <p>Reading swallows KEEPALIVE, joins fragments and inflates what is compressed, all within the limits; writing sets no
     * flags. {@link #read} by hand sees one frame and refuses one that is not a message by itself.
     *
     * @return the format {@code envelope}
     */
    static FrameFormat<Payload> envelope() {
        return EnvelopeFormat.INSTANCE;
    }

    /**
     * Frames of {@code envelope} one by one, with their flags, KEEPALIVE and fragments included. Implements SPEC.md section
     * 3.3.
     *
     * @return the format {@code envelope}, seen frame by frame
     */
    static FrameFormat<EnvelopeFrame> envelopeFrames() {
        return EnvelopeFramesFormat.INSTANCE;
    }

    /**
     * Frames of a decimal length, LF and that many bytes. Implements SPEC.md section 3.4.
     *
     * @return the format {@code line-length}
     */
    static FrameFormat<Payload> lineLength() {
        return LineLengthFormat.BYTES;
    }

    /**
     * Reads {@code line-length} of peers whose lengths count UTF-16 code units; writes lengths in bytes.
     *
     * <p>Both counts agree on text that is ASCII only, such as JSON with escapes, so only received frames need the mode. The
     * frame limit holds for bytes. A length that ends inside a character, or a body that is not UTF-8, is
     * {@code MALFORMED_LENGTH}. Implements SPEC.md section 3.4.
     *
     * @return the format {@code line-length-utf16}
     */
    static FrameFormat<Payload> lineLengthUtf16() {
        return LineLengthFormat.UTF_16;
    }

    /**
     * Frames with a type and flags. Heartbeats are frames like any other here. Implements SPEC.md section 3.5.
     *
     * @return the format {@code typed}
     */
    static FrameFormat<TypedFrame> typed() {
        return TypedFormat.INSTANCE;
    }

    /**
     * Frames of many streams, stream 0 included. Implements SPEC.md section 3.6.
     *
     * @return the format {@code multiplexed}
     */
    static FrameFormat<StreamFrame> multiplexed() {
        return MultiplexedFormat.INSTANCE;
    }

    /**
     * Lines that end with LF; a payload that contains one is not sent. Implements SPEC.md section 3.7.
     *
     * @return the format {@code json-lines}
     */
    static FrameFormat<Payload> jsonLines() {
        return JsonLinesFormat.INSTANCE;
    }
}
