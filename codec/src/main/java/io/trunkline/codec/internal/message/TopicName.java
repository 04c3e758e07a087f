package io.trunkline.codec.internal.message;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/**
 * A topic as an object: as its sender wrote it, and as it is matched.
 *
 * <p>Made once per spelling by a {@link TopicCache}, so that routing compares references and finished strings. Immutable;
 * equal by the lower-case form, since that is what topics are compared by. Implements SPEC.md section 5.3.
 */
public final class TopicName {
    private final byte[] bytes;
    private final String text;
    private final String lower;
    private final List<String> levels;

    private TopicName(byte[] bytes) {
        this.bytes = bytes;
        this.text = new String(bytes, StandardCharsets.ISO_8859_1);
        this.lower = text.toLowerCase(Locale.ROOT);
        this.levels = List.of(lower.split("\\.", -1));
    }

    /**
     * Makes a topic of a text.
     *
     * @param topic at most 5 levels of letters and digits
     * @return the topic
     * @throws IllegalArgumentException if it is not one
     */
    public static TopicName of(String topic) {
        return new TopicName(TopicGrammar.requireTopic(topic).getBytes(StandardCharsets.ISO_8859_1));
    }

    /** Makes a topic of bytes that the grammar has passed. */
    static TopicName ofChecked(byte[] bytes) {
        return new TopicName(bytes);
    }

    /**
     * Gives the topic as it was written.
     *
     * @return what is forwarded
     */
    public String text() {
        return text;
    }

    /**
     * Gives the topic as it is matched.
     *
     * @return the key of every routing table
     */
    public String lower() {
        return lower;
    }

    /**
     * Gives the levels as they are matched.
     *
     * @return 1 to 5, immutable
     */
    public List<String> levels() {
        return levels;
    }

    /**
     * Tells whether the topic belongs to the broker itself.
     *
     * @return true if the first level is {@code system}
     */
    public boolean isSystem() {
        return levels.get(0).equals("system");
    }

    /** Gives the topic's bytes as it was written; never change them. */
    byte[] bytes() {
        return bytes;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TopicName that && lower.equals(that.lower);
    }

    @Override
    public int hashCode() {
        return lower.hashCode();
    }

    /** Shows the topic as it was written. */
    @Override
    public String toString() {
        return text;
    }
}
