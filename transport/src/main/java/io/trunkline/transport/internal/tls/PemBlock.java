package io.trunkline.transport.internal.tls;

import java.util.Arrays;
import java.util.Base64;

/**
 * One block of a PEM text, from its BEGIN line to its END line. Caller-confined; {@link #wipe} ends it.
 *
 * <p>Holds bytes, not strings, since it may be a private key.
 */
final class PemBlock {
    private final String place;
    private final String label;
    private final byte[] text;
    private final boolean headers;

    /**
     * @param place file and line of its beginning, for messages
     * @param text from BEGIN to END, both included; owned by the block
     * @param headers whether lines like {@code Proc-Type: 4,ENCRYPTED} come before its content
     */
    PemBlock(String place, String label, byte[] text, boolean headers) {
        this.place = place;
        this.label = label;
        this.text = text;
        this.headers = headers;
    }

    String label() {
        return label;
    }

    /** The prefix of messages about it: {@code server.pem:1}. */
    String place() {
        return place;
    }

    boolean hasHeaders() {
        return headers;
    }

    boolean isCertificate() {
        return label.equals("CERTIFICATE") || label.equals("X509 CERTIFICATE");
    }

    boolean isPrivateKey() {
        return label.endsWith("PRIVATE KEY");
    }

    /** The whole block as characters, for the extension; the caller wipes them. */
    char[] chars() {
        char[] chars = new char[text.length];
        for (int i = 0; i < chars.length; i++) {
            chars[i] = (char) (text[i] & 0xff);
        }
        return chars;
    }

    /** Decodes the content; the caller wipes it if it is a key. */
    byte[] der() {
        byte[] packed = new byte[text.length];
        int length = pack(packed);
        byte[] base64 = Arrays.copyOf(packed, length);
        try {
            return Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(place + ": not base64 between BEGIN and END", e);
        } finally {
            Arrays.fill(packed, (byte) 0);
            Arrays.fill(base64, (byte) 0);
        }
    }

    /** Copies what is between the first and the last line, without line ends and blanks. */
    private int pack(byte[] into) {
        int from = indexOf('\n', 0) + 1;
        int to = text.length;
        while (to > from && text[to - 1] != '\n') {
            to--;
        }
        int length = 0;
        for (int i = from; i < to; i++) {
            if (text[i] != '\n' && text[i] != '\r' && text[i] != ' ' && text[i] != '\t') {
                into[length++] = text[i];
            }
        }
        return length;
    }

    private int indexOf(char wanted, int from) {
        int at = from;
        while (at < text.length && text[at] != wanted) {
            at++;
        }
        return at;
    }

    void wipe() {
        Arrays.fill(text, (byte) 0);
    }

    /** Names the block; never its content. */
    @Override
    public String toString() {
        return place + " " + label;
    }
}
