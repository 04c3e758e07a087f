package io.trunkline;

import io.trunkline.codec.internal.message.SemVer;
import io.trunkline.codec.internal.message.TopicGrammar;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A request's topic, version and both types: the contract that caller and handler share.
 *
 * <p>Keep it in a constant that both sides import. Immutable.
 *
 * @param <Q> what is asked
 * @param <R> what is answered
 */
public final class Route<Q, R> {
    /** The wire's range for a timeout, SPEC.md section 5.6. */
    private static final long MAX_TIMEOUT_MS = 3_600_000;

    private final String topic;
    private final String version;
    private final TypeRef<Q> requestType;
    private final TypeRef<R> responseType;
    private final @Nullable Duration timeout;
    private final boolean idempotent;

    private Route(
            String topic,
            String version,
            TypeRef<Q> requestType,
            TypeRef<R> responseType,
            @Nullable Duration timeout,
            boolean idempotent) {
        this.topic = topic;
        this.version = version;
        this.requestType = requestType;
        this.responseType = responseType;
        this.timeout = timeout;
        this.idempotent = idempotent;
    }

    /**
     * Makes a route of version 1.0.0.
     *
     * @param <Q> what is asked
     * @param <R> what is answered
     * @param topic at most 5 levels of letters and digits, joined by dots
     * @param requestType what is asked
     * @param responseType what is answered
     * @return the route
     * @throws IllegalArgumentException if the topic is not one; the message points at the character
     */
    public static <Q, R> Route<Q, R> of(String topic, Class<Q> requestType, Class<R> responseType) {
        return of(topic, TypeRef.of(requestType), TypeRef.of(responseType));
    }

    /**
     * Makes a route of version 1.0.0 whose types have type arguments.
     *
     * @param <Q> what is asked
     * @param <R> what is answered
     * @param topic at most 5 levels of letters and digits, joined by dots
     * @param requestType what is asked
     * @param responseType what is answered
     * @return the route
     * @throws IllegalArgumentException if the topic is not one; the message points at the character
     */
    public static <Q, R> Route<Q, R> of(String topic, TypeRef<Q> requestType, TypeRef<R> responseType) {
        Objects.requireNonNull(requestType, "requestType");
        Objects.requireNonNull(responseType, "responseType");
        String version = SemVer.DEFAULT.text();
        return new Route<>(TopicGrammar.requireTopic(topic), version, requestType, responseType, null, false);
    }

    /**
     * Makes a route of version 1.0.0 that takes any object and answers with the bytes as they come.
     *
     * @param topic at most 5 levels of letters and digits, joined by dots
     * @return the route
     * @throws IllegalArgumentException if the topic is not one; the message points at the character
     */
    public static Route<Object, Payload> of(String topic) {
        return of(topic, Object.class, Payload.class);
    }

    /**
     * Copies this route with another version.
     *
     * @param semVer a semantic version of at most 20 characters
     * @return the copy
     * @throws IllegalArgumentException if it is not one
     */
    public Route<Q, R> version(String semVer) {
        return new Route<>(topic, SemVer.require(semVer), requestType, responseType, timeout, idempotent);
    }

    /**
     * Copies this route with a timeout of its own, in place of the client's.
     *
     * @param limit 1 ms to 1 h
     * @return the copy
     * @throws IllegalArgumentException if it is out of range
     */
    public Route<Q, R> timeout(Duration limit) {
        if (limit.compareTo(Duration.ofMillis(1)) < 0 || limit.compareTo(Duration.ofMillis(MAX_TIMEOUT_MS)) > 0) {
            throw new IllegalArgumentException("timeout is " + limit + ", allowed are PT0.001S to PT1H");
        }
        return new Route<>(topic, version, requestType, responseType, limit, idempotent);
    }

    /**
     * Copies this route as one whose requests may run more than once, so that we may retry them.
     *
     * <p>It is a fact about the operation, not about one call.
     *
     * @return the copy
     */
    public Route<Q, R> idempotent() {
        return new Route<>(topic, version, requestType, responseType, timeout, true);
    }

    /**
     * Names the topic as it was given.
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
     * Tells whether a request may run more than once.
     *
     * @return false unless {@link #idempotent()} said so
     */
    public boolean isIdempotent() {
        return idempotent;
    }

    /**
     * Gives the route's own timeout.
     *
     * @return empty if the client's applies
     */
    public Optional<Duration> timeout() {
        return Optional.ofNullable(timeout);
    }

    /**
     * Gives the type that is asked.
     *
     * @return {@code Object} for any
     */
    public TypeRef<Q> requestType() {
        return requestType;
    }

    /**
     * Gives the type that is answered.
     *
     * @return {@code Payload} for the bytes as they come
     */
    public TypeRef<R> responseType() {
        return responseType;
    }

    /** Shows topic, version and types. */
    @Override
    public String toString() {
        return "Route[" + topic + " " + version + ": " + requestType + " -> " + responseType + "]";
    }
}
