package io.trunkline.server.internal.broker;

import io.trunkline.codec.internal.message.SemVer;
import io.trunkline.codec.internal.message.TopicName;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Tells those who have subscribed to it that a client has registered, subscribed or unsubscribed.
 *
 * <p>Thread-safe. Implements SPEC.md, system topics.
 */
final class SystemEvents {
    private static final Map<String, TopicName> TOLD = Stream.of(
                    "system.service.register", "system.topic.subscribe", "system.topic.unsubscribe")
            .collect(Collectors.toUnmodifiableMap(Function.identity(), TopicName::of));

    private final FanOut fanOut;

    SystemEvents(FanOut fanOut) {
        this.fanOut = fanOut;
    }

    /** Publishes a request's members and the id of the client that made it, if its topic is one that is told. */
    void tell(TopicName requested, Peer about, Fields request) {
        TopicName topic = TOLD.get(requested.lower());
        if (topic != null && fanOut.hasSubscribers(topic)) {
            Map<String, Object> event = new LinkedHashMap<>(request.all());
            event.put("serviceId", about.id());
            fanOut.publish(
                    new RequestHead(topic, SemVer.DEFAULT, null, null, 0), ControlJson.body(ControlJson.object(event)));
        }
    }
}
