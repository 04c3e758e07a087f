package io.trunkline.benchmarks.macro.json;

import java.nio.charset.StandardCharsets;

/** How a body's bytes are laid out: the number has as many digits always, so that its place and the size are known. */
final class Layout {
    static final String NAME = "note";
    /** Added to each number, so that all have sixteen digits. */
    static final long BASE = 1_000_000_000_000_000L;

    static final int DIGITS = 16;
    private static final String HEAD = "{\"number\":";
    private static final String MIDDLE = ",\"name\":\"" + NAME + "\",\"text\":\"";
    private static final String END = "\"}";
    /** Where the digits begin. */
    static final int NUMBER_AT = HEAD.length();

    private static final int AROUND_TEXT = HEAD.length() + DIGITS + MIDDLE.length() + END.length();

    private Layout() {}

    static String text(int size) {
        return "x".repeat(size - AROUND_TEXT);
    }

    static int size(int textLength) {
        return AROUND_TEXT + textLength;
    }

    static byte[] template(int size) {
        return (HEAD + BASE + MIDDLE + text(size) + END).getBytes(StandardCharsets.US_ASCII);
    }
}
