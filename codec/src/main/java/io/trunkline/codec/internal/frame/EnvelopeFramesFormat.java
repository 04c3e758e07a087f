package io.trunkline.codec.internal.frame;

import io.trunkline.Payload;
import io.trunkline.codec.EnvelopeFrame;

/**
 * Envelope frames one by one, with their flags (SPEC.md section 3.3).
 *
 * <p>KEEPALIVE, fragments and compressed bodies are delivered as they are; what no legal frame may have is refused.
 * Immutable.
 */
public final class EnvelopeFramesFormat implements BuiltInFormat<EnvelopeFrame> {
    /** The only one: there is nothing to configure. */
    public static final EnvelopeFramesFormat INSTANCE = new EnvelopeFramesFormat();

    private EnvelopeFramesFormat() {}

    @Override
    public String name() {
        return "envelope";
    }

    @Override
    public Delimiter delimiter(long limit) {
        return EnvelopeHeader.ofFrames(limit);
    }

    @Override
    public EnvelopeFrame decode(byte[] array, int offset, int length) {
        return new EnvelopeFrame(
                Bytes.bits32(array, offset + EnvelopeHeader.FLAGS),
                Payloads.copy(array, offset + EnvelopeHeader.BYTES, length - EnvelopeHeader.BYTES));
    }

    @Override
    public int counted(EnvelopeFrame frame) {
        return frame.payload().size();
    }

    @Override
    public int size(EnvelopeFrame frame) {
        return sized(EnvelopeHeader.BYTES, frame.payload().size());
    }

    @Override
    public void encode(EnvelopeFrame frame, byte[] array, int at) {
        encodeHead(frame, array, at);
        frame.payload().copyTo(array, at + EnvelopeHeader.BYTES);
    }

    @Override
    public Payload tail(EnvelopeFrame frame) {
        return frame.payload();
    }

    @Override
    public void encodeHead(EnvelopeFrame frame, byte[] array, int at) {
        Bytes.put32(array, at, frame.payload().size());
        Bytes.put32(array, at + EnvelopeHeader.FLAGS, frame.flags());
    }
}
