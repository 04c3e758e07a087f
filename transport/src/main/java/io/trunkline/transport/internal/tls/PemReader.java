package io.trunkline.transport.internal.tls;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Splits a PEM text (RFC 7468) into its blocks; strict inside them, blind to what people write between them.
 *
 * <pre>{@code
 *             BEGIN X                    END X
 * OUTSIDE ───────────────▶ INSIDE X ───────────────▶ OUTSIDE
 *   any other line: skipped    any other BEGIN or END, or the end of the text: an error with file and line
 * }</pre>
 *
 * <p>Caller-confined; used once.
 */
final class PemReader {
    /** The CA bundle of a whole system has about 250 KiB; more than this is not a certificate file. */
    static final int MAX_TEXT = 4 * 1024 * 1024;

    private static final String BEGIN = "-----BEGIN ";
    private static final String END = "-----END ";
    private static final String DASHES = "-----";
    /** The longest line that may be a boundary: labels are short, and a key's line never becomes a string. */
    private static final int MAX_BOUNDARY = 80;

    private final String source;
    private final byte[] text;
    private final List<PemBlock> blocks = new ArrayList<>();
    private @Nullable String label;
    private int blockStart;
    private int blockLine;
    private boolean headers;

    private PemReader(String source, byte[] text) {
        this.source = source;
        this.text = text;
    }

    /**
     * Finds every block.
     *
     * @param source what to call the text in messages: the file, or the setting
     * @return at least one
     * @throws IllegalArgumentException naming source and line
     */
    static List<PemBlock> read(String source, byte[] text) {
        if (text.length > MAX_TEXT) {
            throw new IllegalArgumentException(source + ": " + text.length + " bytes, at most " + MAX_TEXT);
        }
        return new PemReader(source, text).readAll();
    }

    private List<PemBlock> readAll() {
        int line = 0;
        for (int from = 0; from < text.length; ) {
            int end = endOfLine(from);
            readLine(from, end, ++line);
            from = end + 1;
        }
        if (label != null) {
            throw wrong(blockLine, "BEGIN " + label + " without its END");
        }
        if (blocks.isEmpty()) {
            throw new IllegalArgumentException(source + ": " + whatElse());
        }
        return blocks;
    }

    private int endOfLine(int from) {
        int end = from;
        while (end < text.length && text[end] != '\n') {
            end++;
        }
        return end;
    }

    private void readLine(int from, int end, int line) {
        if (line == 1 && end - from > 3 && text[from] == (byte) 0xef && text[from + 1] == (byte) 0xbb) {
            readLine(from + 3, end, line); // Editors put a byte order mark there.
            return;
        }
        String boundary = boundary(from, end);
        if (boundary == null) {
            headers |= label != null && contains(from, end, ':');
        } else if (boundary.startsWith(BEGIN)) {
            begin(name(boundary, BEGIN, line), from, line);
        } else if (boundary.startsWith(END)) {
            end(name(boundary, END, line), end, line);
        } else if (label != null) {
            throw wrong(line, "neither base64 nor an END line");
        }
    }

    private void begin(String opened, int from, int line) {
        if (label != null) {
            throw wrong(line, "BEGIN " + opened + " inside of " + label + ", which began at line " + blockLine);
        }
        label = opened;
        blockStart = from;
        blockLine = line;
        headers = false;
    }

    private void end(String closed, int end, int line) {
        if (label == null || !label.equals(closed)) {
            throw wrong(line, "END " + closed + (label == null ? " without its BEGIN" : " ends BEGIN " + label));
        }
        blocks.add(new PemBlock(source + ":" + blockLine, label, Arrays.copyOfRange(text, blockStart, end), headers));
        label = null;
    }

    private String name(String boundary, String prefix, int line) {
        if (!boundary.endsWith(DASHES) || boundary.length() < prefix.length() + DASHES.length() + 1) {
            throw wrong(line, "a boundary is " + prefix + "LABEL" + DASHES);
        }
        return boundary.substring(prefix.length(), boundary.length() - DASHES.length());
    }

    /** The line if it begins with dashes, without blanks at its end. */
    private @Nullable String boundary(int from, int end) {
        if (end - from < DASHES.length() || text[from] != '-' || text[from + 1] != '-') {
            return null;
        }
        int length = Math.min(end - from, MAX_BOUNDARY);
        return new String(text, from, length, StandardCharsets.ISO_8859_1).stripTrailing();
    }

    private boolean contains(int from, int end, char wanted) {
        for (int i = from; i < end; i++) {
            if (text[i] == wanted) {
                return true;
            }
        }
        return false;
    }

    private IllegalArgumentException wrong(int line, String problem) {
        return new IllegalArgumentException(source + ":" + line + ": " + problem);
    }

    private String whatElse() {
        if (text.length == 0) {
            return "empty";
        }
        return text[0] == 0x30
                ? "binary (DER or PKCS#12), not PEM; convert it with openssl x509 -inform der, or use keyStore(..)"
                : "no PEM block, that is no line " + BEGIN + "..." + DASHES;
    }
}
