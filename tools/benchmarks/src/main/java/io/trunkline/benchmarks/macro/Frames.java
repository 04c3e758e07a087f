package io.trunkline.benchmarks.macro;

import java.util.Arrays;

/**
 * The layout of what travels, for the peers that write it by hand.
 *
 * <pre>{@code
 * u32 length of the body, u32 flags (0)   ║   u64 number, then the same byte up to the end
 * }</pre>
 */
public final class Frames {
    /** Bytes in front of the body. */
    public static final int HEADER = 8;
    /** Above every body that is sent. */
    public static final int LIMIT = 1 << 20;
    /** What fills a body behind its number. */
    public static final byte FILLER = 'x';

    private Frames() {}

    /** A whole frame, number 0, to be copied from. */
    public static byte[] template(int body) {
        byte[] frame = new byte[HEADER + body];
        frame[0] = (byte) (body >>> 24);
        frame[1] = (byte) (body >>> 16);
        frame[2] = (byte) (body >>> 8);
        frame[3] = (byte) body;
        Arrays.fill(frame, HEADER + Long.BYTES, frame.length, FILLER);
        return frame;
    }
}
