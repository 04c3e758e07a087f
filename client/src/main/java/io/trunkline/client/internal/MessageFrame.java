package io.trunkline.client.internal;

import io.trunkline.Payload;
import io.trunkline.PayloadException;
import io.trunkline.codec.internal.frame.EnvelopeFlags;
import io.trunkline.codec.internal.message.HeaderWriter;
import io.trunkline.transport.internal.Outgoing;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/**
 * One broker message that encodes itself straight into the outbound chunk.
 *
 * <pre>{@code
 * length-prefixed  u32 length              | header LF payload
 * envelope         u32 length | u32 flags  | header LF payload
 * in fragments     u32 length | u32 MORE   | header LF first part
 *                  u32 length | u32 MORE   | next part
 *                  u32 length | u32 0      | last part
 * }</pre>
 *
 * <p>Caller-confined. The header line lies whole in the first fragment. Implements SPEC.md sections 3.3 and 5.
 */
class MessageFrame implements Outgoing {
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

    private final PeerLimits limits;
    private final HeaderWriter header;
    private final Payload payload;
    private final int flags;
    private int headerSize;
    private int bodySize;

    MessageFrame(PeerLimits limits, HeaderWriter header, Payload payload, boolean binary) {
        this.limits = limits;
        this.header = header;
        this.payload = payload;
        this.flags = binary ? limits.flags() & EnvelopeFlags.BINARY : 0;
    }

    /** Gives the header, to add what is only known while writing. */
    HeaderWriter header() {
        return header;
    }

    /**
     * Sizes the message.
     *
     * @throws PayloadException {@code FRAME_TOO_LARGE} if the peer takes no such message; nothing is sent
     */
    @Override
    public int size() {
        headerSize = header.size();
        bodySize = headerSize + payload.size();
        int largest = limits.largestBody();
        if (bodySize > largest || headerSize > limits.maxFrame()) {
            throw new PayloadException(
                    "FRAME_TOO_LARGE",
                    "a message of " + bodySize + " bytes, " + headerSize + " of them header, is more than the "
                            + largest + " that the peer takes",
                    -1);
        }
        return bodySize + frames() * frameHeader();
    }

    private int frameHeader() {
        return limits.envelope() ? 8 : 4;
    }

    @Override
    public int frames() {
        return bodySize <= limits.maxFrame() ? 1 : (bodySize + limits.maxFrame() - 1) / limits.maxFrame();
    }

    @Override
    public void writeTo(byte[] array, int offset) {
        if (bodySize <= limits.maxFrame()) {
            payload.copyTo(array, header.write(array, putFrameHeader(array, offset)));
        } else {
            writeFragments(array, offset);
        }
    }

    private void writeFragments(byte[] array, int offset) {
        ByteBuffer out = ByteBuffer.wrap(array).position(offset);
        int first = limits.maxFrame();
        putFrameHeader(out, first, bodySize - first);
        out.position(header.write(array, out.position()));
        ByteBuffer rest = payload.asByteBuffer();
        putPart(out, rest, first - headerSize);
        while (rest.hasRemaining()) {
            int part = Math.min(rest.remaining(), limits.maxFrame());
            putFrameHeader(out, part, rest.remaining() - part);
            putPart(out, rest, part);
        }
    }

    /** The payload, unless it is cut into fragments. */
    @Override
    public @Nullable ByteBuffer tail() {
        return bodySize <= limits.maxFrame() ? payload.asByteBuffer() : null;
    }

    @Override
    public void writeHeadTo(byte[] array, int offset) {
        header.write(array, putFrameHeader(array, offset));
    }

    /** Of the only frame; answers where its body begins. */
    private int putFrameHeader(byte[] array, int offset) {
        INT.set(array, offset, bodySize);
        if (limits.envelope()) {
            INT.set(array, offset + Integer.BYTES, flags);
        }
        return offset + frameHeader();
    }

    private void putFrameHeader(ByteBuffer out, int length, int left) {
        out.putInt(length);
        if (limits.envelope()) {
            out.putInt(left > 0 ? flags | EnvelopeFlags.MORE : flags);
        }
    }

    private static void putPart(ByteBuffer out, ByteBuffer from, int length) {
        out.put(from.slice(from.position(), length));
        from.position(from.position() + length);
    }
}
