package io.trunkline.codec.internal.message;

import java.nio.charset.StandardCharsets;

/**
 * A semantic version as the wire carries it: at most 20 characters, checked in one pass.
 *
 * <p>Immutable; equal by text. Implements SPEC.md section 5.4.
 */
public final class SemVer {
    /** The wire's bound; with it no number in a version exceeds 16 digits, so each fits a long. */
    public static final int MAX_LENGTH = 20;

    /** The version of everything that names none. */
    public static final SemVer DEFAULT = parse("1.0.0");

    private final String text;
    private final byte[] bytes;
    private final long major;
    private final long minor;

    private SemVer(byte[] bytes) {
        this.text = new String(bytes, StandardCharsets.ISO_8859_1);
        this.bytes = bytes;
        int dot = text.indexOf('.');
        this.major = number(0, dot);
        this.minor = number(dot + 1, text.indexOf('.', dot + 1));
    }

    private long number(int from, int to) {
        long number = 0;
        for (int i = from; i < to; i++) {
            number = number * 10 + (bytes[i] - '0');
        }
        return number;
    }

    /**
     * Parses a version.
     *
     * @param text the text
     * @return the version
     * @throws IllegalArgumentException if it is not one, with the place
     */
    public static SemVer parse(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        int fault = SemVerGrammar.firstFault(bytes, 0, bytes.length);
        if (fault >= 0) {
            throw new IllegalArgumentException(
                    "a semantic version of at most 20 characters, such as 1.0.0: " + Quote.faultIn(text, fault));
        }
        return new SemVer(bytes);
    }

    /**
     * Returns a version's text unchanged.
     *
     * @param text the text to check
     * @return the same text
     * @throws IllegalArgumentException if it is not a version, with the place
     */
    public static String require(String text) {
        return parse(text).text;
    }

    /** Makes a version of bytes that the grammar has passed. */
    static SemVer ofChecked(byte[] bytes) {
        return new SemVer(bytes);
    }

    /**
     * Gives the version as it was written.
     *
     * @return its text
     */
    public String text() {
        return text;
    }

    /** Gives the text's bytes; never change them. */
    byte[] bytes() {
        return bytes;
    }

    /**
     * Gives the first number.
     *
     * @return 0 or more
     */
    public long major() {
        return major;
    }

    /**
     * Gives the second number.
     *
     * @return 0 or more
     */
    public long minor() {
        return minor;
    }

    /**
     * Tells whether a route of this version takes requests of the other: same major version, or, while that is 0, same minor.
     *
     * @param requested the request's version
     * @return false for breaking changes; patch, pre-release and build do not matter
     */
    public boolean accepts(SemVer requested) {
        return major == requested.major && (major != 0 || minor == requested.minor);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SemVer that && text.equals(that.text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    /** Shows the text. */
    @Override
    public String toString() {
        return text;
    }
}
