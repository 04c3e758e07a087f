package io.trunkline.codec.internal.frame;

import io.trunkline.FrameException;
import io.trunkline.codec.FrameFormat;
import java.nio.BufferOverflowException;
import java.nio.ByteBuffer;

/**
 * Encodes users' formats and verifies what they wrote.
 *
 * <p>A buffer that is not full, or bytes that measure differently, would desynchronise the peer for good; the usual cause is
 * {@code (short) length}. It becomes an {@link IllegalStateException} that names the format, and nothing is sent.
 */
final class UserEncoder<F> extends FrameEncoder<F> {
    private final FrameFormat<F> format;
    private final int limit;

    UserEncoder(FrameFormat<F> format, int limit) {
        this.format = format;
        this.limit = limit;
    }

    @Override
    public Object prepare(F frame) {
        return frame;
    }

    @Override
    @SuppressWarnings("unchecked") // prepare() lets only an F through
    public int size(Object prepared) {
        int size = format.size((F) prepared);
        if (size < 1) {
            throw broken("sized a frame at " + size + " bytes");
        }
        if (size > limit) {
            throw FrameFaults.cannotSend(format.name(), limit, size);
        }
        return size;
    }

    @Override
    @SuppressWarnings("unchecked") // prepare() lets only an F through
    public void write(Object prepared, byte[] array, int at, int size) {
        ByteBuffer out = ByteBuffer.wrap(array).slice(at, size);
        try {
            format.write((F) prepared, out);
        } catch (BufferOverflowException | IndexOutOfBoundsException e) {
            throw broken("wrote more than the " + size + " bytes that it announced", e);
        }
        if (out.position() != size) {
            throw broken("wrote " + out.position() + " of the " + size + " bytes that it announced");
        }
        long measured = measure(ByteBuffer.wrap(array).slice(at, size));
        if (measured != size) {
            throw broken("wrote " + size + " bytes that measure as " + measured
                    + "; a length field that is too narrow cuts lengths like that");
        }
    }

    private long measure(ByteBuffer written) {
        try {
            return format.measure(written, 0);
        } catch (FrameException e) {
            throw broken("wrote a frame that it refuses to read", e);
        }
    }

    private IllegalStateException broken(String what) {
        return new IllegalStateException("format '" + format.name() + "' " + what);
    }

    private IllegalStateException broken(String what, RuntimeException cause) {
        return new IllegalStateException("format '" + format.name() + "' " + what, cause);
    }

    @Override
    public boolean runsUserCode() {
        return true;
    }
}
