package io.trunkline.server.internal.broker;

import java.util.Arrays;
import java.util.zip.Deflater;
import org.jspecify.annotations.Nullable;

/** Compresses one payload as one zlib stream, if that brings it under a bound. Thread-safe: stateless. */
final class Deflate {
    private Deflate() {}

    /** The compressed payload, or null if it is longer than {@code most} even so. */
    static @Nullable Body tryDeflate(Body payload, int most) {
        Deflater deflater = new Deflater(Deflater.BEST_SPEED);
        try {
            deflater.setInput(payload.array(), payload.offset(), payload.length());
            deflater.finish();
            byte[] out = new byte[Math.min(most, Math.max(64, payload.length() / 4))];
            int size = 0;
            while (!deflater.finished()) {
                if (size == out.length) {
                    if (size == most) {
                        return null;
                    }
                    out = Arrays.copyOf(out, (int) Math.min(most, 2L * size));
                }
                size += deflater.deflate(out, size, out.length - size);
            }
            return new Body(out, 0, size, payload.isBinary());
        } finally {
            deflater.end();
        }
    }
}
