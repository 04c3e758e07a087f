package io.trunkline.codec.internal.frame;

import java.util.Arrays;
import java.util.zip.Deflater;

/**
 * Makes one zlib stream per message, without state shared between messages.
 *
 * <p>Caller-confined and reusable; close it to give back what the native side holds. Implements SPEC.md section 3.3.5.
 */
public final class MessageDeflater implements AutoCloseable {
    private final Deflater deflater = new Deflater();

    /**
     * Copies the clear part of a message and deflates the rest behind it.
     *
     * @param array holds the message
     * @param from index of its first byte
     * @param clearTo behind the header line that stays clear; {@code from} if there is none
     * @param to behind its last byte
     * @return exactly the compressed message, which may be longer than the message
     */
    public byte[] deflate(byte[] array, int from, int clearTo, int to) {
        int size = clearTo - from;
        byte[] result = new byte[size + bound(to - clearTo)];
        System.arraycopy(array, from, result, 0, size);
        deflater.reset();
        deflater.setInput(array, clearTo, to - clearTo);
        deflater.finish();
        while (!deflater.finished()) {
            if (size == result.length) {
                result = Arrays.copyOf(result, 2 * size);
            }
            size += deflater.deflate(result, size, result.length - size);
        }
        return Arrays.copyOf(result, size);
    }

    /** What zlib promises not to exceed, so that one call is enough. */
    private static int bound(int length) {
        return length + (length >>> 12) + (length >>> 14) + (length >>> 25) + 13;
    }

    /** Gives back the native memory; may be called twice. */
    @Override
    public void close() {
        deflater.end();
    }
}
