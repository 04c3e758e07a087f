package io.trunkline;

import io.trunkline.codec.internal.message.SemVer;
import io.trunkline.codec.internal.message.TopicGrammar;
import java.util.Objects;

/**
 * What is published: a topic or a pattern of topics, its version, and the type of its events.
 *
 * <p>A pattern has {@code +} for exactly one level or a last {@code #} for any number of levels; it may be subscribed to and
 * is refused by publish. Keep it in a constant that both sides import. Immutable.
 *
 * @param <T> what is published
 */
public final class Topic<T> {
    private final String topic;
    private final String version;
    private final TypeRef<T> type;

    private Topic(String topic, String version, TypeRef<T> type) {
        this.topic = topic;
        this.version = version;
        this.type = type;
    }

    /**
     * Makes a topic of version 1.0.0.
     *
     * @param <T> what is published
     * @param topicOrPattern at most 5 levels of letters and digits, joined by dots; {@code +} and a last {@code #} make a
     *     pattern
     * @param type what is published
     * @return the topic
     * @throws IllegalArgumentException if it is neither; the message points at the character
     */
    public static <T> Topic<T> of(String topicOrPattern, Class<T> type) {
        return of(topicOrPattern, TypeRef.of(type));
    }

    /**
     * Makes a topic of version 1.0.0 whose type has type arguments.
     *
     * @param <T> what is published
     * @param topicOrPattern at most 5 levels of letters and digits, joined by dots; {@code +} and a last {@code #} make a
     *     pattern
     * @param type what is published
     * @return the topic
     * @throws IllegalArgumentException if it is neither; the message points at the character
     */
    public static <T> Topic<T> of(String topicOrPattern, TypeRef<T> type) {
        Objects.requireNonNull(type, "type");
        return new Topic<>(TopicGrammar.requirePattern(topicOrPattern), SemVer.DEFAULT.text(), type);
    }

    /**
     * Copies this topic with another version.
     *
     * @param semVer a semantic version of at most 20 characters
     * @return the copy
     * @throws IllegalArgumentException if it is not one
     */
    public Topic<T> version(String semVer) {
        return new Topic<>(topic, SemVer.require(semVer), type);
    }

    /**
     * Names the topic, or the pattern, as it was given.
     *
     * @return matched without regard to case
     */
    public String topic() {
        return topic;
    }

    /**
     * Gives the version of the contract.
     *
     * @return a semantic version
     */
    public String version() {
        return version;
    }

    /**
     * Gives the type that is published.
     *
     * @return {@code Payload} for the bytes as they come
     */
    public TypeRef<T> type() {
        return type;
    }

    /**
     * Tells whether it may match more than one topic, and so cannot be published to.
     *
     * @return true if it has {@code +} or {@code #}
     */
    public boolean isPattern() {
        return TopicGrammar.hasWildcard(topic);
    }

    /** Shows topic, version and type. */
    @Override
    public String toString() {
        return "Topic[" + topic + " " + version + ": " + type + "]";
    }
}
