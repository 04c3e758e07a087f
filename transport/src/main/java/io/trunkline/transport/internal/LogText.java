package io.trunkline.transport.internal;

import org.jspecify.annotations.Nullable;

/**
 * Makes what a peer has said fit for a log line: on one line, without control characters, and short.
 *
 * <pre>{@code
 * CR, LF, TAB and backslash ─▶ two characters    control, bidi, zero-width ─▶ their code    all else ─▶ as it is
 * }</pre>
 *
 * <p>Thread-safe: stateless.
 */
public final class LogText {
    /** Characters of a peer's text on one line, escapes counted: a line of ours stays below 1 KiB with three of them. */
    public static final int LIMIT = 256;

    private static final String CUT = "…";
    private static final int CUT_BYTES = 3;

    private LogText() {}

    /** Escapes a text and cuts it, at {@value #LIMIT} bytes at most. */
    public static String of(@Nullable CharSequence text) {
        if (text == null) {
            return "null";
        }
        StringBuilder safe = new StringBuilder(Math.min(text.length(), LIMIT));
        int bytes = 0;
        int at = 0;
        while (at < text.length()) {
            int character = Character.codePointAt(text, at);
            String shown = shown(character);
            bytes += utf8(shown);
            if (bytes > LIMIT - CUT_BYTES) {
                return safe.append(CUT).toString();
            }
            safe.append(shown);
            at += Character.charCount(character);
        }
        return safe.toString();
    }

    private static String shown(int character) {
        return switch (character) {
            case '\\' -> "\\\\";
            case '\n' -> "\\n";
            case '\r' -> "\\r";
            case '\t' -> "\\t";
            default -> isPlain(character) ? Character.toString(character) : escaped(character);
        };
    }

    /** Letters, digits, marks, signs and the blank: not what moves a cursor, hides, or turns the writing round. */
    private static boolean isPlain(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            case Character.SPACE_SEPARATOR -> character == ' ';
            default -> true;
        };
    }

    private static String escaped(int character) {
        return character <= 0xFFFF ? String.format("\\u%04x", character) : String.format("\\U%08x", character);
    }

    private static int utf8(String text) {
        int bytes = 0;
        for (int i = 0; i < text.length(); i++) {
            char unit = text.charAt(i);
            // Two surrogates are four bytes together.
            bytes += unit < 0x80 ? 1 : unit < 0x800 || Character.isSurrogate(unit) ? 2 : 3;
        }
        return bytes;
    }
}
