package io.trunkline.testing;

import io.trunkline.codec.FrameFormat;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** A format as a user would write it: one byte of length, then as many bytes of Latin text. */
final class ShoutFormat implements FrameFormat<String> {
    @Override
    public String name() {
        return "shout";
    }

    @Override
    public long measure(ByteBuffer in, int seen) {
        return 1L + Byte.toUnsignedInt(in.get(in.position()));
    }

    @Override
    public String read(ByteBuffer frame) {
        return StandardCharsets.ISO_8859_1
                .decode(frame.position(frame.position() + 1))
                .toString();
    }

    @Override
    public int size(String frame) {
        return 1 + frame.length();
    }

    @Override
    public void write(String frame, ByteBuffer out) {
        out.put((byte) frame.length()).put(frame.getBytes(StandardCharsets.ISO_8859_1));
    }
}
