package io.trunkline;

import io.trunkline.codec.internal.message.SemVer;
import io.trunkline.codec.internal.message.TopicGrammar;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One broker message: what it is about, whose request it answers, and its payload.
 *
 * <p>{@link #of} is public so that receivers and handlers of messages can be tested without a broker. Immutable. Implements
 * SPEC.md section 5.
 */
public final class Message {
    private final Action action;
    private final String topic;
    private final String version;
    private final @Nullable UUID requestId;
    private final @Nullable UUID parentId;
    private final Payload payload;

    private Message(
            Action action,
            String topic,
            String version,
            @Nullable UUID requestId,
            @Nullable UUID parentId,
            Payload payload) {
        this.action = Objects.requireNonNull(action, "action");
        this.topic = topic;
        this.version = version;
        this.requestId = requestId;
        this.parentId = parentId;
        this.payload = Objects.requireNonNull(payload, "payload");
    }

    /**
     * Makes a message of version 1.0.0 without ids.
     *
     * @param action what it is
     * @param topic at most 5 levels of letters and digits
     * @param payload its bytes
     * @return the message
     * @throws IllegalArgumentException if the topic is not one
     */
    public static Message of(Action action, String topic, Payload payload) {
        return new Message(action, TopicGrammar.requireTopic(topic), SemVer.DEFAULT.text(), null, null, payload);
    }

    /**
     * Copies this message with another version.
     *
     * @param semVer a semantic version of at most 20 characters
     * @return the copy
     * @throws IllegalArgumentException if it is not one
     */
    public Message version(String semVer) {
        return new Message(action, topic, SemVer.require(semVer), requestId, parentId, payload);
    }

    /**
     * Copies this message with a request id.
     *
     * @param id the id
     * @return the copy
     */
    public Message requestId(UUID id) {
        return new Message(action, topic, version, Objects.requireNonNull(id, "id"), parentId, payload);
    }

    /**
     * Copies this message with a parent's id.
     *
     * @param id the id of the request in whose service this message was made
     * @return the copy
     */
    public Message parentId(UUID id) {
        return new Message(action, topic, version, requestId, Objects.requireNonNull(id, "id"), payload);
    }

    /**
     * Tells what the message is.
     *
     * @return publish, request or response
     */
    public Action action() {
        return action;
    }

    /**
     * Names what it is about, as its sender wrote it.
     *
     * @return topics that differ in case only are one topic
     */
    public String topic() {
        return topic;
    }

    /**
     * Gives the version of the topic's contract.
     *
     * @return a semantic version
     */
    public String version() {
        return version;
    }

    /**
     * Gives the id that pairs a request with its response.
     *
     * @return empty for what wants no answer
     */
    public Optional<UUID> requestId() {
        return Optional.ofNullable(requestId);
    }

    /**
     * Gives the id of the request in whose service this message was made.
     *
     * @return empty if its sender named none
     */
    public Optional<UUID> parentId() {
        return Optional.ofNullable(parentId);
    }

    /**
     * Gives the payload.
     *
     * @return yours to keep
     */
    public Payload payload() {
        return payload;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Message that
                && action == that.action
                && topic.equals(that.topic)
                && version.equals(that.version)
                && Objects.equals(requestId, that.requestId)
                && Objects.equals(parentId, that.parentId)
                && payload.equals(that.payload);
    }

    @Override
    public int hashCode() {
        return Objects.hash(action, topic, version, requestId, parentId, payload);
    }

    /** Shows the header's fields and the payload's size, never its content. */
    @Override
    public String toString() {
        return "Message[" + action + " " + topic + " " + version + " id=" + requestId + " parent=" + parentId + " "
                + payload.size() + " B]";
    }
}
