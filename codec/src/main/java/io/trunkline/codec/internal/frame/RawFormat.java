package io.trunkline.codec.internal.frame;

import io.trunkline.Payload;

/**
 * No framing: what a read returns is what is delivered (SPEC.md section 3.1).
 *
 * <p>The frame limit bounds a single delivery. What is sent has no limit of its own, for the peer sees no frame. Immutable.
 */
public final class RawFormat implements BuiltInFormat<Payload> {
    /** The only one: there is nothing to configure. */
    public static final RawFormat INSTANCE = new RawFormat();

    private RawFormat() {}

    @Override
    public String name() {
        return "raw";
    }

    @Override
    public Delimiter delimiter(long limit) {
        return (array, from, to, seen) -> Math.min(limit, to - from);
    }

    @Override
    public Payload decode(byte[] array, int offset, int length) {
        return Payloads.copy(array, offset, length);
    }

    @Override
    public int counted(Payload frame) {
        return 0;
    }

    @Override
    public int size(Payload frame) {
        return sized(0, frame.size());
    }

    @Override
    public void encode(Payload frame, byte[] array, int at) {
        frame.copyTo(array, at);
    }
}
