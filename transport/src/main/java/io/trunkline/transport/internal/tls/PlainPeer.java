package io.trunkline.transport.internal.tls;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;

/**
 * Says what a peer probably speaks whose first bytes are no TLS record.
 *
 * <p>Only an explanation, never a decision: the connection ends either way. Stateless.
 */
final class PlainPeer {
    /** As much of a peer's bytes as an error may show. */
    private static final int SHOWN = 32;

    private static final List<String> HTTP =
            List.of("GET ", "POST", "PUT ", "HEAD", "HTTP", "PRI ", "OPTI", "DELE", "CONN");

    private PlainPeer() {}

    /** Describes the bytes between position and limit. */
    static String describe(ByteBuffer first) {
        byte[] bytes = new byte[Math.min(SHOWN, first.remaining())];
        first.duplicate().get(bytes);
        return "the peer's first bytes are no TLS record" + guess(bytes) + ": "
                + HexFormat.ofDelimiter(" ").formatHex(bytes);
    }

    private static String guess(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        if (text.length() >= 4 && HTTP.contains(text.substring(0, 4))) {
            return ", it looks like plain HTTP";
        }
        if (text.startsWith("SSH-")) {
            return ", it looks like SSH";
        }
        if (text.startsWith("{")) {
            return ", it looks like bare JSON";
        }
        return guessFrames(bytes);
    }

    /** A length below 16 MiB and the flags of an envelope begin with a zero, which no text does. */
    private static String guessFrames(byte[] bytes) {
        if (bytes.length >= 2 && bytes[0] == 0 && bytes[1] == 0) {
            if (areLetters(bytes, 8)) {
                return ", it looks like an envelope peer without TLS";
            }
            return areLetters(bytes, 4)
                    ? ", it looks like a length-prefixed peer without TLS"
                    : ", it looks like a peer that sends plain frames";
        }
        return areLetters(bytes, 0) ? ", it looks like a text protocol" : "";
    }

    private static boolean areLetters(byte[] bytes, int from) {
        boolean letters = bytes.length >= from + 3;
        for (int i = from; i < from + 3 && letters; i++) {
            int lower = bytes[i] | 0x20;
            letters = lower >= 'a' && lower <= 'z';
        }
        return letters;
    }
}
