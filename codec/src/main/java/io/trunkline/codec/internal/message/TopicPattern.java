package io.trunkline.codec.internal.message;

import java.util.List;
import java.util.Locale;

/**
 * Tells which topics a subscription wants: {@code +} is any one level, a last {@code #} any number of them.
 *
 * <p>A pattern with a wildcard never matches a topic of the broker itself: those are subscribed to by name, so that no
 * wildcard opens what a name would not. Immutable; equal by the lower-case form. Implements SPEC.md section 5.3.
 */
public final class TopicPattern {
    private final String text;
    private final String lower;
    private final List<String> levels;
    private final boolean wildcard;

    private TopicPattern(String text) {
        this.text = text;
        this.lower = text.toLowerCase(Locale.ROOT);
        this.levels = List.of(lower.split("\\.", -1));
        this.wildcard = TopicGrammar.hasWildcard(text);
    }

    /**
     * Makes a pattern of a text.
     *
     * @param pattern at most 5 levels of letters and digits, {@code +}, or a last {@code #}
     * @return the pattern
     * @throws IllegalArgumentException if it is none
     */
    public static TopicPattern of(String pattern) {
        return new TopicPattern(TopicGrammar.requirePattern(pattern));
    }

    /**
     * Tells whether a topic is wanted; takes at most 5 steps.
     *
     * @param topic the topic of a message
     * @return true if it matches, without regard to case
     */
    public boolean matches(TopicName topic) {
        if (!wildcard) {
            return lower.equals(topic.lower());
        }
        if (topic.isSystem()) {
            return false;
        }
        List<String> given = topic.levels();
        for (int i = 0; i < levels.size(); i++) {
            String level = levels.get(i);
            if (level.equals("#")) {
                return true;
            }
            if (i == given.size() || !(level.equals("+") || level.equals(given.get(i)))) {
                return false;
            }
        }
        return levels.size() == given.size();
    }

    /**
     * Gives the pattern as it was written.
     *
     * @return its text
     */
    public String text() {
        return text;
    }

    /**
     * Gives the pattern as it is matched.
     *
     * @return equal for equal patterns
     */
    public String lower() {
        return lower;
    }

    /**
     * Gives the levels as they are matched.
     *
     * @return 1 to 5, {@code +} and {@code #} among them; immutable
     */
    public List<String> levels() {
        return levels;
    }

    /**
     * Tells patterns that may match more than one topic from plain topics.
     *
     * @return true if it has {@code +} or {@code #}
     */
    public boolean hasWildcard() {
        return wildcard;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TopicPattern that && lower.equals(that.lower);
    }

    @Override
    public int hashCode() {
        return lower.hashCode();
    }

    /** Shows the pattern as it was written. */
    @Override
    public String toString() {
        return text;
    }
}
