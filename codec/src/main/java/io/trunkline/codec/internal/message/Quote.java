package io.trunkline.codec.internal.message;

/**
 * Shows text from users and peers in messages: quoted, escaped, and cut.
 *
 * <p>Thread-safe: stateless.
 */
final class Quote {
    /** Enough to recognise a topic; a longer one would drown the message. */
    private static final int SHOWN = 80;

    private Quote() {}

    static String of(String text) {
        StringBuilder out = new StringBuilder(Math.min(text.length(), SHOWN) + 3).append('\'');
        text.chars().limit(SHOWN).forEach(c -> append(out, (char) c));
        return out.append(text.length() > SHOWN ? "…'" : "'").toString();
    }

    /** Says what stands at the place at fault, or that the text ends there. */
    static String faultIn(String text, int at) {
        if (at >= text.length()) {
            return text.isEmpty() ? "'' is empty" : of(text) + " ends too early, at " + at;
        }
        return of(text) + " has " + of(text.substring(at, at + 1)) + " at " + at;
    }

    private static void append(StringBuilder out, char c) {
        if (c >= ' ' && c < 0x7F) {
            out.append(c);
        } else {
            out.append(String.format("\\u%04x", (int) c));
        }
    }
}
