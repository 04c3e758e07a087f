package io.trunkline.codec.internal.frame;

import io.trunkline.Payload;
import io.trunkline.PayloadException;

/**
 * Envelope frames as messages: one payload per message, whatever frames it came in (SPEC.md section 3.3).
 *
 * <p>Its reader swallows KEEPALIVE, joins MORE, inflates COMPRESSED and accepts all three within the limits; what it writes
 * is one frame without flags. Called by hand, {@code read} sees one frame and refuses one that is not a message by itself.
 * Immutable.
 */
public final class EnvelopeFormat implements BuiltInFormat<Payload> {
    /** The only one: there is nothing to configure. */
    public static final EnvelopeFormat INSTANCE = new EnvelopeFormat();

    private static final int NOT_ALONE = EnvelopeFlags.KEEPALIVE | EnvelopeFlags.MORE | EnvelopeFlags.COMPRESSED;

    private EnvelopeFormat() {}

    @Override
    public String name() {
        return "envelope";
    }

    @Override
    public FrameReader<Payload> reader(FrameLimits limits) {
        return new PayloadReader(MessageReader.envelope(limits));
    }

    @Override
    public Delimiter delimiter(long limit) {
        return EnvelopeHeader.ofFrames(limit);
    }

    @Override
    public Payload decode(byte[] array, int offset, int length) {
        if ((Bytes.bits32(array, offset + EnvelopeHeader.FLAGS) & NOT_ALONE) != 0) {
            throw new PayloadException(
                    FrameReasons.MALFORMED_FRAGMENT,
                    "the frame is not a message by itself; read it with a decoder",
                    -1);
        }
        return Payloads.copy(array, offset + EnvelopeHeader.BYTES, length - EnvelopeHeader.BYTES);
    }

    @Override
    public int counted(Payload frame) {
        return frame.size();
    }

    @Override
    public int size(Payload frame) {
        return sized(EnvelopeHeader.BYTES, frame.size());
    }

    @Override
    public void encode(Payload frame, byte[] array, int at) {
        Bytes.put32(array, at, frame.size());
        Bytes.put32(array, at + EnvelopeHeader.FLAGS, 0);
        frame.copyTo(array, at + EnvelopeHeader.BYTES);
    }
}
