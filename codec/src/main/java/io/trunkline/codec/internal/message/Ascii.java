package io.trunkline.codec.internal.message;

/**
 * Classifies bytes as ASCII does, without any locale and without Unicode's other digits and letters.
 *
 * <p>Thread-safe: one constant table.
 */
final class Ascii {
    private static final byte LETTER = 1;
    private static final byte DIGIT = 2;
    private static final byte DASH = 4;
    private static final byte[] CLASSES = classes();

    private Ascii() {}

    private static byte[] classes() {
        byte[] classes = new byte[256];
        for (int c = 0; c < 26; c++) {
            classes['a' + c] = LETTER;
            classes['A' + c] = LETTER;
        }
        for (int c = '0'; c <= '9'; c++) {
            classes[c] = DIGIT;
        }
        classes['-'] = DASH;
        return classes;
    }

    static boolean isLetter(byte b) {
        return CLASSES[b & 0xFF] == LETTER;
    }

    static boolean isDigit(byte b) {
        return CLASSES[b & 0xFF] == DIGIT;
    }

    static boolean isAlphanumeric(byte b) {
        return (CLASSES[b & 0xFF] & (LETTER | DIGIT)) != 0;
    }

    /** Tells what may stand in the identifiers of a semantic version. */
    static boolean isIdentifier(byte b) {
        return CLASSES[b & 0xFF] != 0;
    }
}
