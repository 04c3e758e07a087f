package io.trunkline.testing;

import io.trunkline.codec.FrameFormat;
import java.nio.BufferOverflowException;
import java.nio.ByteBuffer;

/**
 * One frame of a format under test, through its five methods. Caller-confined.
 *
 * @param <F> what a frame is
 */
final class Sample<F> {
    private final FrameFormat<F> format;
    private final F frame;

    Sample(FrameFormat<F> format, F frame) {
        this.format = format;
        this.frame = frame;
    }

    void check() {
        byte[] bytes = encode();
        for (int length = 1; length <= bytes.length; length++) {
            measure(bytes, length, 0);
            measure(bytes, length, length - 1);
        }
        F back = format.read(ByteBuffer.wrap(bytes));
        if (!frame.equals(back)) {
            throw wrong("read() of what write() wrote is " + back);
        }
    }

    /** Writes the frame into a buffer of exactly its size. */
    byte[] encode() {
        int size = format.size(frame);
        if (size < 1) {
            throw wrong("size() is " + size + ", but a frame has at least one byte");
        }
        ByteBuffer out = ByteBuffer.allocate(size);
        try {
            format.write(frame, out);
        } catch (BufferOverflowException e) {
            throw wrong("write() wants more than the " + size + " bytes that size() told");
        }
        if (out.hasRemaining()) {
            throw wrong("write() wrote " + out.position() + " bytes, size() told " + size);
        }
        return out.array();
    }

    private void measure(byte[] bytes, int length, int seen) {
        // Bytes behind the limit must not be looked at: they are not there yet.
        byte[] prefix = new byte[length + 8];
        System.arraycopy(bytes, 0, prefix, 4, length);
        ByteBuffer in = ByteBuffer.wrap(prefix, 4, length);
        long measured = format.measure(in, seen);
        if (in.position() != 4 || in.limit() != 4 + length) {
            throw wrong("measure() moved the buffer");
        }
        boolean waits = measured == FrameFormat.INCOMPLETE && length < bytes.length;
        if (!waits && measured != bytes.length) {
            throw wrong("measure() of its first " + length + " bytes is " + measured + ", size() told " + bytes.length);
        }
    }

    private AssertionError wrong(String what) {
        return new AssertionError("format '" + format.name() + "', sample " + frame + ": " + what);
    }
}
