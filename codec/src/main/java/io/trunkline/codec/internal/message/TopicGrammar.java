package io.trunkline.codec.internal.message;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Tells legal topics and patterns from others, and points at the first character at fault.
 *
 * <pre>{@code
 * topic   = level *4( "." level )      level  = letter *( letter / digit )
 * pattern = plevel *4( "." plevel )    plevel = level / "+" / "#"     # is the last level
 * }</pre>
 *
 * <p>Thread-safe: stateless. Implements SPEC.md section 5.3.
 */
public final class TopicGrammar {
    /** More levels than anybody needs to name a thing, few enough to match in a bounded number of steps. */
    public static final int MAX_LEVELS = 5;

    /** Bounds what a subscription or a log line costs; part of the header's 366 bytes. */
    public static final int MAX_LENGTH = 255;

    private static final String TOPIC_RULE = "at most 5 levels of letters and digits";
    private static final String PATTERN_RULE =
            "at most 5 levels of letters and digits, + for one level, # as the last for any";

    private TopicGrammar() {}

    /**
     * Returns a topic unchanged.
     *
     * @param topic the text to check
     * @return the same text
     * @throws IllegalArgumentException if it is not a topic, with the rule and the place
     */
    public static String requireTopic(String topic) {
        return require(topic, false, TOPIC_RULE);
    }

    /**
     * Returns a topic or pattern unchanged.
     *
     * @param pattern the text to check
     * @return the same text
     * @throws IllegalArgumentException if it is neither, with the rule and the place
     */
    public static String requirePattern(String pattern) {
        return require(pattern, true, PATTERN_RULE);
    }

    private static String require(String text, boolean pattern, String rule) {
        String fault = fault(text, pattern);
        if (fault != null) {
            throw new IllegalArgumentException(rule + ": " + fault);
        }
        return text;
    }

    /**
     * Says in words where a text stops being a topic or pattern.
     *
     * @param text the text to check
     * @param pattern whether wildcards are legal
     * @return null if it is legal
     */
    public static @Nullable String fault(String text, boolean pattern) {
        // Characters beyond Latin-1 become '?', which is just as illegal and in the same place.
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        int fault = firstFault(bytes, 0, bytes.length, pattern);
        if (fault < 0) {
            return null;
        }
        boolean tooLong = fault == MAX_LENGTH && text.length() > MAX_LENGTH;
        return tooLong ? Quote.of(text) + " has more than 255 characters" : Quote.faultIn(text, fault);
    }

    /**
     * Finds the first byte that cannot continue a legal topic or pattern.
     *
     * @param bytes holds the text
     * @param from where it begins
     * @param to where it ends
     * @param pattern whether wildcards are legal
     * @return the index of that byte, {@code to} if the text ends too early, or -1 if it is legal
     */
    public static int firstFault(byte[] bytes, int from, int to, boolean pattern) {
        int levels = 1;
        int at = from;
        int end = Math.min(to, from + MAX_LENGTH);
        while (true) {
            at = levelEnd(bytes, at, end, pattern);
            if (at < 0) {
                return ~at;
            }
            if (at == end) {
                return end == to ? -1 : end;
            }
            boolean last = pattern && bytes[at - 1] == '#';
            if (bytes[at] != '.' || levels == MAX_LEVELS || last) {
                return at;
            }
            levels++;
            at++;
        }
    }

    /** Gives where the level that begins at {@code from} ends, or the complement of the index that spoils its first byte. */
    private static int levelEnd(byte[] bytes, int from, int end, boolean pattern) {
        if (from == end) {
            return ~end;
        }
        if (pattern && (bytes[from] == '+' || bytes[from] == '#')) {
            return from + 1;
        }
        if (!Ascii.isLetter(bytes[from])) {
            return ~from;
        }
        int at = from + 1;
        while (at < end && Ascii.isAlphanumeric(bytes[at])) {
            at++;
        }
        return at;
    }

    /**
     * Tells patterns that are more than one topic from plain topics.
     *
     * @param pattern a legal pattern
     * @return true if it has {@code +} or {@code #}
     */
    public static boolean hasWildcard(String pattern) {
        return pattern.indexOf('+') >= 0 || pattern.indexOf('#') >= 0;
    }
}
