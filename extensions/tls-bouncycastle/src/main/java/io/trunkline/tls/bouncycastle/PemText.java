package io.trunkline.tls.bouncycastle;

import java.security.InvalidKeyException;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One PEM block taken apart without making a {@code String} of its body.
 *
 * <p>{@link #wipe} forgets the body. Caller-confined.
 */
final class PemText {
    private static final String BEGIN = "-----BEGIN ";
    private static final String DASHES = "-----";

    private final String label;
    private final Map<String, String> headers;
    private final byte[] body;

    private PemText(String label, Map<String, String> headers, byte[] body) {
        this.label = label;
        this.headers = headers;
        this.body = body;
    }

    static PemText parse(char[] pem) throws InvalidKeyException {
        byte[] base64 = new byte[pem.length];
        try {
            return new Scanner(pem, base64).scan();
        } catch (IllegalArgumentException e) {
            // Its message would quote the text.
            throw new InvalidKeyException("not base64 between its BEGIN and END lines");
        } finally {
            Arrays.fill(base64, (byte) 0);
        }
    }

    /** What stands after BEGIN. */
    String label() {
        return label;
    }

    /** Those of RFC 1421, {@code Proc-Type} for one; empty for all modern formats. */
    Map<String, String> headers() {
        return headers;
    }

    /** The decoded bytes themselves, until they are wiped. */
    byte[] body() {
        return body;
    }

    void wipe() {
        Arrays.fill(body, (byte) 0);
    }

    /** Shows nothing of the body. */
    @Override
    public String toString() {
        return "PemText[" + label + "]";
    }

    /** Walks over the lines once. Caller-confined. */
    private static final class Scanner {
        private final char[] pem;
        private final byte[] base64;
        private final Map<String, String> headers = new LinkedHashMap<>();
        private String label = "";
        private int length;

        Scanner(char[] pem, byte[] base64) {
            this.pem = pem;
            this.base64 = base64;
        }

        PemText scan() throws InvalidKeyException {
            for (int from = 0; from < pem.length; ) {
                int to = endOfLine(from);
                line(from, to);
                from = to + 1;
            }
            if (label.isEmpty()) {
                throw new InvalidKeyException("no BEGIN line");
            }
            byte[] exact = Arrays.copyOf(base64, length);
            try {
                return new PemText(
                        label, Map.copyOf(headers), Base64.getDecoder().decode(exact));
            } finally {
                Arrays.fill(exact, (byte) 0);
            }
        }

        private int endOfLine(int from) {
            int at = from;
            while (at < pem.length && pem[at] != '\n' && pem[at] != '\r') {
                at++;
            }
            return at;
        }

        private void line(int from, int to) {
            if (startsWith(BEGIN, from)) {
                label = text(from + BEGIN.length(), to).replace(DASHES, "").strip();
            } else if (!startsWith(DASHES, from)) {
                int colon = colon(from, to);
                if (colon < to) {
                    headers.put(text(from, colon).strip(), text(colon + 1, to).strip());
                } else {
                    append(from, to);
                }
            }
        }

        private void append(int from, int to) {
            for (int at = from; at < to; at++) {
                if (!Character.isWhitespace(pem[at])) {
                    base64[length++] = pem[at] < 0x80 ? (byte) pem[at] : (byte) '?';
                }
            }
        }

        private int colon(int from, int to) {
            int at = from;
            while (at < to && pem[at] != ':') {
                at++;
            }
            return at;
        }

        private boolean startsWith(String what, int at) {
            return at + what.length() <= pem.length
                    && text(at, at + what.length()).equals(what);
        }

        private String text(int from, int to) {
            return new String(pem, from, to - from);
        }
    }
}
