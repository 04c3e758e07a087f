package io.trunkline.client.internal;

import io.trunkline.codec.Framing;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the first bytes of a connection and tells what kind of peer sends such bytes.
 *
 * <p>Loop-confined. It never decides anything: formats are not guessed, only errors are explained. Implements SPEC.md
 * section 2.4.
 */
final class PeerGuess {
    /** Enough for every pattern below, and all that an error message should show. */
    private static final int KEPT = 16;

    private static final int TLS_ALERT = 0x15;
    private static final int TLS_HANDSHAKE = 0x16;

    private final Framing framing;
    private final byte[] first = new byte[KEPT];
    private int size;

    PeerGuess(Framing framing) {
        this.framing = framing;
    }

    /** Keeps what is still missing of the first bytes. */
    void see(byte[] array, int from, int to) {
        int take = Math.min(KEPT - size, to - from);
        if (take > 0) {
            System.arraycopy(array, from, first, size, take);
            size += take;
        }
    }

    boolean sawNothing() {
        return size == 0;
    }

    /** Explains the first bytes in half a sentence, with the bytes. */
    String explain() {
        if (sawNothing()) {
            return "it sent nothing: is it a Trunkline broker, does it expect TLS, or does it send no system.initialize"
                    + " (then set awaitInitialize(false))?";
        }
        String guess = guess();
        String bytes = "its first bytes are " + HexFormat.ofDelimiter(" ").formatHex(first, 0, size);
        return guess == null ? bytes : guess + "; " + bytes;
    }

    private @Nullable String guess() {
        if (size >= 2 && (first[0] == TLS_ALERT || first[0] == TLS_HANDSHAKE) && first[1] == 3) {
            return "it speaks TLS";
        }
        if (startsWith("HTTP/")) {
            return "it speaks HTTP";
        }
        if (startsWith("SSH-")) {
            return "it speaks SSH";
        }
        // A length below 16 MiB begins with 0, which no text does.
        if (framing == Framing.ENVELOPE && areZero(0, 1) && areLetters(4, 8)) {
            return "it is a length-prefixed broker: set framing(LENGTH_PREFIXED)";
        }
        if (framing == Framing.LENGTH_PREFIXED && areZero(4, 8) && areLetters(8, 12)) {
            return "it is an envelope broker: set framing(ENVELOPE)";
        }
        return guessText();
    }

    private @Nullable String guessText() {
        if (size > 0 && first[0] == '{') {
            return "it sends bare JSON, without frames";
        }
        if (size >= 4 && isText(4)) {
            return "it speaks a text protocol";
        }
        return null;
    }

    private boolean startsWith(String text) {
        byte[] expected = text.getBytes(StandardCharsets.US_ASCII);
        if (size < expected.length) {
            return false;
        }
        for (int i = 0; i < expected.length; i++) {
            if (first[i] != expected[i]) {
                return false;
            }
        }
        return true;
    }

    private boolean areLetters(int from, int to) {
        boolean letters = size >= to;
        for (int i = from; i < to && letters; i++) {
            int lower = first[i] | 0x20;
            letters = lower >= 'a' && lower <= 'z';
        }
        return letters;
    }

    private boolean areZero(int from, int to) {
        boolean zero = size >= to;
        for (int i = from; i < to && zero; i++) {
            zero = first[i] == 0;
        }
        return zero;
    }

    private boolean isText(int to) {
        boolean text = true;
        for (int i = 0; i < to && text; i++) {
            text = (first[i] >= ' ' && first[i] < 0x7F) || first[i] == '\r' || first[i] == '\n';
        }
        return text;
    }
}
