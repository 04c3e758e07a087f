package io.trunkline.benchmarks;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.LengthFieldBasedFrameDecoder;
import io.netty.handler.codec.LineBasedFrameDecoder;
import io.trunkline.codec.FrameFormat;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * One frame format as all three contestants see it: ours, Netty's decoder of the same bytes, and the layout by hand.
 *
 * <p>Only formats that Netty has a decoder for; {@link LineLengthBenchmark} has the one that it lacks.
 */
public enum Peer {
    /** u32 length, u32 flags, body. */
    ENVELOPE(FrameFormat.envelope(), 8, 0, 4),
    /** u32 length, body. */
    LENGTH_PREFIXED(FrameFormat.lengthPrefixed(), 4, 0, 0),
    /** u16 type, u32 length, u16 flags, body. */
    TYPED(FrameFormat.typed(), 8, 2, 2),
    /** u32 stream id, u32 length, body. */
    MULTIPLEXED(FrameFormat.multiplexed(), 8, 4, 0),
    /** JSON, LF. */
    JSON_LINES(FrameFormat.jsonLines(), 0, 0, 0);

    /** Above every size that is measured. */
    static final int LIMIT = 1 << 20;

    @SuppressWarnings("ImmutableEnumChecker") // formats are stateless, though nothing in their type says so
    final FrameFormat<?> format;

    /** Bytes in front of the body. */
    final int header;
    /** Where the length field is. */
    final int field;
    /** Bytes between the length field and the body. */
    private final int behindField;

    Peer(FrameFormat<?> format, int header, int field, int behindField) {
        this.format = format;
        this.header = header;
        this.field = field;
        this.behindField = behindField;
    }

    boolean isLines() {
        return this == JSON_LINES;
    }

    /** One frame with a body of {@code size} letters. */
    byte[] frame(int size) {
        byte[] frame = new byte[header + size + (isLines() ? 1 : 0)];
        Arrays.fill(frame, header, header + size, (byte) 'x');
        if (isLines()) {
            frame[size] = '\n';
        } else {
            frame[field] = (byte) (size >>> 24);
            frame[field + 1] = (byte) (size >>> 16);
            frame[field + 2] = (byte) (size >>> 8);
            frame[field + 3] = (byte) size;
        }
        if (this == TYPED) {
            frame[1] = 0x10;
        }
        return frame;
    }

    /** The same frame several times, as one read would bring them. */
    byte[] frames(int size, int count) {
        byte[] one = frame(size);
        byte[] all = new byte[one.length * count];
        for (int i = 0; i < count; i++) {
            System.arraycopy(one, 0, all, i * one.length, one.length);
        }
        return all;
    }

    static byte[] body(int size) {
        return "x".repeat(size).getBytes(StandardCharsets.US_ASCII);
    }

    /** Netty's decoder of this format, callable without a pipeline. */
    NettyDecoder netty() {
        return isLines() ? new Lines() : new LengthField(field, behindField);
    }

    /** The method of a Netty decoder that its pipeline would call. */
    interface NettyDecoder {
        Object next(ByteBuf in) throws Exception;
    }

    private static final class LengthField extends LengthFieldBasedFrameDecoder implements NettyDecoder {
        LengthField(int offset, int behindField) {
            super(LIMIT + 16, offset, 4, behindField, 0);
        }

        @Override
        @SuppressWarnings("NullAway") // the decoder uses its context for nothing but a slice's allocator
        public Object next(ByteBuf in) throws Exception {
            return decode(null, in);
        }
    }

    private static final class Lines extends LineBasedFrameDecoder implements NettyDecoder {
        Lines() {
            super(LIMIT);
        }

        @Override
        @SuppressWarnings("NullAway") // as above
        public Object next(ByteBuf in) throws Exception {
            return decode(null, in);
        }
    }
}
