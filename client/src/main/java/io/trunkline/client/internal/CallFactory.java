package io.trunkline.client.internal;

import io.trunkline.Action;
import io.trunkline.Payload;
import io.trunkline.PayloadCodec;
import io.trunkline.PayloadException;
import io.trunkline.Route;
import io.trunkline.Topic;
import io.trunkline.client.CallOptions;
import io.trunkline.client.ClientOptions;
import io.trunkline.codec.internal.message.Binding;
import io.trunkline.codec.internal.message.SemVer;
import io.trunkline.codec.internal.message.TopicName;
import java.time.Duration;
import java.util.Optional;

/**
 * Turns routes, topics and objects into what a session sends; on the caller's thread, before any lock.
 *
 * <p>Thread-safe.
 */
final class CallFactory {
    private final PayloadCodec codec;
    private final Duration requestTimeout;
    private final int maxPayload;
    private final TopicNames names = new TopicNames();

    CallFactory(PayloadCodec codec, ClientOptions options) {
        this.codec = codec;
        this.requestTimeout = options.requestTimeout();
        this.maxPayload = options.maxPayload();
    }

    <Q, R> CallTerms<R> request(Route<Q, R> route, Q request, CallOptions options) {
        Payload payload = encode(request);
        return new CallTerms<>(
                Action.REQUEST,
                topic(route.topic()),
                version(route.version()),
                payload,
                isBinary(request, payload),
                ReplyReader.of(route.responseType(), codec),
                timeout(route, options),
                options.parent().orElse(null));
    }

    private Duration timeout(Route<?, ?> route, CallOptions options) {
        Optional<Duration> own = options.timeout();
        return (own.isPresent() ? own : route.timeout()).orElse(requestTimeout);
    }

    <T> CallTerms<Void> publish(Topic<T> topic, T event) {
        Payload payload = encode(event);
        return new CallTerms<>(
                Action.PUBLISH,
                topic(topic.topic()),
                version(topic.version()),
                payload,
                isBinary(event, payload),
                ReplyReader.nothing(),
                requestTimeout,
                null);
    }

    CallTerms<Void> ping() {
        return CallTerms.system(
                SystemTopics.HEARTBEAT, SystemTopics.EMPTY_OBJECT, ReplyReader.nothing(), requestTimeout);
    }

    /** Encodes a value; throws PayloadException if it does not encode, or is larger than the options allow. */
    Payload encode(Object value) {
        Payload payload = Binding.encode(value, codec);
        if (payload.size() > maxPayload) {
            throw new PayloadException(
                    "LIMIT_EXCEEDED",
                    "a payload of " + payload.size() + " bytes is more than maxPayload, " + maxPayload,
                    -1);
        }
        return payload;
    }

    /** Finds a topic's header bytes; throws IllegalArgumentException for a pattern. */
    TopicName topic(String text) {
        return names.topic(text);
    }

    SemVer version(String text) {
        return names.version(text);
    }

    /** Tells opaque bytes from text: what a codec made is what the codec says, a payload is JSON if it begins like JSON. */
    boolean isBinary(Object value, Payload payload) {
        return value instanceof Payload ? !beginsLikeJson(payload) : !codec.isText();
    }

    private static boolean beginsLikeJson(Payload payload) {
        return payload.isEmpty() || "{[\"-0123456789tfn \t\r\n".indexOf(payload.byteAt(0)) >= 0;
    }
}
