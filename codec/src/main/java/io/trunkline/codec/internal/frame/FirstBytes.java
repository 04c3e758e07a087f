package io.trunkline.codec.internal.frame;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;

/**
 * Explains a bad frame by the bytes that it begins with: what they are, and whose they look like.
 *
 * <p>Only an explanation, never a decision: formats are not guessed (SPEC.md sections 2.4 and 2.6). Which bytes are there to
 * be shown depends on how they arrived.
 */
final class FirstBytes {
    /** As much of a peer's frame as an error may show. */
    private static final int SHOWN = 32;

    private static final List<String> HTTP = List.of("GET ", "POST", "PUT ", "HEAD", "HTTP", "PRI ");

    private FirstBytes() {}

    /** Says how the frame at {@code from} begins. */
    static String describe(byte[] array, int from, int to) {
        int length = Math.min(SHOWN, to - from);
        return "it begins with " + HexFormat.of().formatHex(array, from, from + length) + guess(array, from, length);
    }

    private static String guess(byte[] array, int from, int length) {
        if (length >= 3
                && (array[from] == 0x16 || array[from] == 0x15)
                && array[from + 1] == 3
                && array[from + 2] <= 4) {
            return ", which looks like TLS on a plain port";
        }
        if (length >= 4 && HTTP.contains(new String(array, from, 4, StandardCharsets.US_ASCII))) {
            return ", which looks like HTTP";
        }
        return "";
    }

    /** Says so if envelope flags are the beginning of a header line. */
    static String guessFlags(int flags) {
        for (int shift = 0; shift < Integer.SIZE; shift += Byte.SIZE) {
            int lower = ((flags >>> shift) & 0xFF) | 0x20;
            if (lower < 'a' || lower > 'z') {
                return "";
            }
        }
        return ", which are letters: the peer may be a broker that speaks length-prefixed";
    }
}
