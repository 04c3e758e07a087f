package io.trunkline.client.internal;

import io.trunkline.Payload;
import io.trunkline.codec.internal.message.TopicName;
import java.nio.charset.StandardCharsets;

/** The broker's own topics that a client speaks, named as in the registry. */
final class SystemTopics {
    /** Not a system topic: what an error is about that belongs to no message. */
    static final TopicName ERROR = TopicName.of("error");

    static final TopicName INITIALIZE = TopicName.of("system.initialize");
    static final TopicName AUTH = TopicName.of("system.auth");
    static final TopicName HELLO = TopicName.of("system.hello");
    static final TopicName HEARTBEAT = TopicName.of("system.heartbeat");
    static final TopicName SHUTDOWN = TopicName.of("system.shutdown");
    static final TopicName SUBSCRIBE = TopicName.of("system.topic.subscribe");
    static final TopicName REGISTER = TopicName.of("system.service.register");
    static final TopicName UNSUBSCRIBE = TopicName.of("system.topic.unsubscribe");

    static final Payload EMPTY_OBJECT = Payload.of("{}".getBytes(StandardCharsets.US_ASCII));
    static final Payload SUCCESS = Payload.of("{\"status\":\"success\"}".getBytes(StandardCharsets.US_ASCII));

    private SystemTopics() {}
}
