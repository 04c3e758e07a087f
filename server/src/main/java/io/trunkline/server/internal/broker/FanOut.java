package io.trunkline.server.internal.broker;

import io.trunkline.codec.internal.message.TopicName;
import java.util.Set;

/**
 * Sends one event to everyone who wants it: each once, under one fresh id, the payload as it came.
 *
 * <p>Called on the publisher's thread, which writes to each connection without blocking; a subscriber whose queue is full is
 * closed and the others get the event. Every delivery is queued when this returns, which is what an acknowledgement means.
 * Thread-safe.
 */
final class FanOut {
    private final Broker broker;

    FanOut(Broker broker) {
        this.broker = broker;
    }

    boolean hasSubscribers(TopicName topic) {
        return !broker.subscriptions().subscribersOf(topic.levels()).isEmpty();
    }

    /** False if nobody has subscribed. */
    boolean publish(RequestHead head, Body payload) {
        Set<Peer> subscribers =
                broker.subscriptions().subscribersOf(head.topic().levels());
        if (subscribers.isEmpty()) {
            return false;
        }
        byte[] line = Heads.publish(head.topic(), head.version(), broker.newId(), head.parent());
        subscribers.forEach(subscriber -> subscriber.deliver(line, payload));
        return true;
    }
}
